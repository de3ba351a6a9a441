package scenario

import (
	"strings"
	"testing"
)

// A parameter that the chosen detector does not use is an error with a cure,
// and so are times that can't work together.
func TestDetectorParameters(t *testing.T) {
	for _, test := range []struct{ params, want string }{
		{"detector: swim, probe-through: 2", ""},
		{"detector: phi, phi-threshold: 12, beat: 1s", ""},
		{"phi-threshold: 12", "phi-threshold does nothing with detector: ask"},
		{"detector: heartbeat, suspicion: 2s", "suspicion does nothing with detector: heartbeat"},
		{"detector: swim, beat: 1s", "beat does nothing with detector: swim"},
		{"detector: swim, probe-every: 100ms, probe-timeout: 80ms", "no time is left to ask others"},
		{"detector: gossip, beat: 2s, suspect-after: 1s", "everybody would always be suspected"},
		{"detector: sim", `"sim"`},
	} {
		_, err := Parse("test.yaml", []byte("scenario: x\ncomponents:\n  store: {kind: kv, "+test.params+"}\n"))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.params, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: the error is %v, want %q", test.params, err, test.want)
		}
	}
}

// A client is in one zone, and needs one to have a nearest member.
func TestClientZone(t *testing.T) {
	for _, test := range []struct{ params, want string }{
		{"zone: eu/a, access: nearest", ""},
		{"zone: eu", ""},
		{"access: nearest", "nobody is nearest to a client without a zone"},
		{"zone: [eu/a, us/a]", "a client is in one zone"},
		{"zone: EU", "is not a zone"},
	} {
		_, err := Parse("test.yaml", []byte("scenario: x\ncomponents:\n  users: {kind: client, to: store, "+test.params+"}\n  store: {kind: kv}\n"))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.params, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: the error is %v, want %q", test.params, err, test.want)
		}
	}
}
