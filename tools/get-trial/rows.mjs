// What is tried: packages of the field on which plain `go get` mostly breaks a plugin, and releases of three years.

export const RELEASES = ['3.22.0', '3.30.0', '3.40.0'];

export const PACKAGES = [
  'github.com/redis/go-redis/v9',
  'github.com/stripe/stripe-go/v82',
  'github.com/prometheus/client_golang/prometheus/promhttp',
  'github.com/livekit/server-sdk-go/v2',
  'github.com/aws/aws-sdk-go-v2/config',
  'k8s.io/client-go/rest',
  'firebase.google.com/go/v4',
];
