package scenario

import (
	"fmt"
	"time"

	"netsplit/engine/network"
)

// Backoff is how long to wait before a retry.
//
//	0s                            at once
//	100ms                         always so long
//	exponential(100ms, 2, 10s)    100 ms, then twice as long each time, 10 s at most
type Backoff struct {
	First  time.Duration
	Factor float64
	Most   time.Duration
}

// longestBackoff bounds a wait, so that its powers stay finite.
const longestBackoff = time.Hour

// ParseBackoff reads a back-off.
func ParseBackoff(text string) (Backoff, error) {
	wrong := fmt.Errorf("%s is not a back-off: write 100ms or exponential(100ms, 2, 10s)", quote(text))
	name, args, ok := form(text)
	if !ok {
		return Backoff{}, wrong
	}
	if args == nil {
		d, err := network.ParseDuration(name)
		if err != nil || d < 0 || d > longestBackoff {
			return Backoff{}, wrong
		}
		return Backoff{First: d, Factor: 1, Most: d}, nil
	}
	if name != "exponential" || len(args) != 3 {
		return Backoff{}, wrong
	}
	first, err1 := network.ParseDuration(args[0])
	factor, err2 := parseNumber(args[1])
	most, err3 := network.ParseDuration(args[2])
	switch {
	case err1 != nil || err2 != nil || err3 != nil:
		return Backoff{}, wrong
	case factor < 1 || factor > 100:
		return Backoff{}, fmt.Errorf("the factor of a back-off must be from 1 to 100, got %s", quote(args[1]))
	case first <= 0 || most < first || most > longestBackoff:
		return Backoff{}, fmt.Errorf("a back-off goes from its first wait, above 0, to its longest, at most %s: got %s", network.FormatDuration(longestBackoff), quote(text))
	}
	return Backoff{first, factor, most}, nil
}

// Backoff returns the waits before retries.
func (c Component) Backoff(name string) Backoff { return c.value(name, TypeBackoff).backoff }
