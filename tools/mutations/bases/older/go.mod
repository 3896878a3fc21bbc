module example.com/mutations/older

go 1.24.5

require github.com/gorilla/mux v1.8.1

require github.com/heroiclabs/nakama-common v1.40.0

require go.uber.org/atomic v1.11.0

require golang.org/x/crypto v0.40.0

require google.golang.org/protobuf v1.36.6 // indirect

require (
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/stretchr/testify v1.10.0 // indirect
)
