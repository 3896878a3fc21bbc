module example.com/mutations/own

go 1.26.5

require github.com/heroiclabs/nakama-common v1.47.0

require github.com/jackc/pgpassfile v1.0.0 // indirect

require github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect

require github.com/jackc/pgx/v5 v5.10.0

require golang.org/x/crypto v0.54.0

require golang.org/x/sys v0.47.0 // indirect

require golang.org/x/text v0.40.0 // indirect

require google.golang.org/protobuf v1.36.11 // indirect

require github.com/google/uuid v1.6.0
