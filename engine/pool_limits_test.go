package engine

import "testing"

// TestPerUserLimits: a user who asks for several things at once is one user to
// a proxy and to a gateway, although each of them is a session of its own.
func TestPerUserLimits(t *testing.T) {
	for name, door := range map[string]string{
		"connections": "{kind: proxy, per-user: 2, to: web}",
		"rate":        "{kind: gateway, per: user, rate: 20/s, burst: 2, to: web}",
	} {
		for users, least := range map[string]string{"1": "> 1000", "200": "< 100"} {
			if failed := passes(t, `
scenario: limits
components:
  g: {kind: client, rate: 200/s, sessions: `+users+`, reads: 100%, to: door}
  door: `+door+`
  web: {kind: service, time: "exp(20ms)"}
steps:
  - wait 20s
  - expect door.throttled `+least+`
`); failed != "" {
				t.Errorf("%s, %s users: %s", name, users, failed)
			}
		}
	}
}
