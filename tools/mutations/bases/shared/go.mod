module example.com/mutations/shared

go 1.26.5

require github.com/gofrs/uuid/v5 v5.4.0

require github.com/heroiclabs/nakama-common v1.47.0

require go.uber.org/multierr v1.11.0 // indirect

require go.uber.org/zap v1.28.0

require google.golang.org/protobuf v1.36.11

require github.com/stretchr/testify v1.11.1 // indirect
