module example.com/mutations/vendored

go 1.26.5

require github.com/golang-jwt/jwt/v5 v5.3.1

require github.com/heroiclabs/nakama-common v1.47.0

require google.golang.org/protobuf v1.36.11
