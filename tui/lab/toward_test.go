package lab

import (
	"testing"

	"netsplit/tui/theme"
)

// Arrow keys follow the picture of the system: through the members of a component,
// then to the component in that direction.
func TestArrowsFollowTheSystem(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	r.press("2")
	r.p.pick("users")
	for _, step := range []struct{ key, want string }{
		{"right", "edge"}, {"right", "web-1"}, {"right", "web-2"}, {"right", "web-3"}, {"left", "web-2"}, {"left", "web-1"}, {"left", "edge"}, {"left", "users"},
	} {
		r.screen(100, 28) // the picture that is looked at
		r.press(step.key)
		if r.p.node != step.want {
			t.Fatalf("%s leads to %s, want %s", step.key, r.p.node, step.want)
		}
	}
}
