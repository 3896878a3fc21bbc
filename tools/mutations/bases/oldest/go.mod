module example.com/mutations/oldest

go 1.22.4

require github.com/golang-jwt/jwt/v4 v4.5.0

require github.com/heroiclabs/nakama-common v1.32.0

require google.golang.org/protobuf v1.34.1 // indirect

require gopkg.in/yaml.v3 v3.0.1

require (
	github.com/google/go-cmp v0.6.0 // indirect
	github.com/kr/pretty v0.3.1 // indirect
	github.com/rogpeppe/go-internal v1.10.0 // indirect
	gopkg.in/check.v1 v1.0.0-20201130134442-10cb98267c6c // indirect
)
