package scenario

import (
	"fmt"
	"strings"

	"netsplit/engine/network"
)

// KeyLaw says which keys a client asks for.
//
//	uniform(100)       each of 100 keys equally often
//	zipf(1000, 0.99)   key i in proportion to 1/i^0.99
//	hot(100, 10%)      one key gets 10 % of the operations, the others share the rest
//	scan(100)          each of 100 keys once, in order; then the client is done
//	loop(100)          100 keys in order, again and again
type KeyLaw struct {
	Kind string  // uniform zipf hot scan loop
	N    int     // number of keys
	Skew float64 // of zipf
	Hot  float64 // share of the hot key
}

// maxKeys bounds the key space of one client.
const maxKeys = 10_000_000

// String is the law as it is written in a scenario.
func (k KeyLaw) String() string {
	switch k.Kind {
	case "zipf":
		return fmt.Sprintf("zipf(%d, %s)", k.N, formatNumber(k.Skew))
	case "hot":
		return fmt.Sprintf("hot(%d, %s)", k.N, network.FormatRatio(k.Hot))
	}
	return fmt.Sprintf("%s(%d)", k.Kind, k.N)
}

// ParseKeyLaw reads a key law, such as "zipf(1000, 0.99)".
func ParseKeyLaw(text string) (KeyLaw, error) {
	const forms = "uniform(100), zipf(1000, 0.99), hot(100, 10%), scan(100) or loop(100)"
	name, rest, call := strings.Cut(strings.TrimSpace(text), "(")
	inner, closed := strings.CutSuffix(rest, ")")
	if !call || !closed {
		return KeyLaw{}, fmt.Errorf("%s is not a law of keys: write %s", quote(text), forms)
	}
	law := KeyLaw{Kind: strings.TrimSpace(name)}
	args := strings.Split(inner, ",")
	want := 2
	switch law.Kind {
	case "uniform", "scan", "loop":
		want = 1
	case "zipf", "hot":
	default:
		return KeyLaw{}, fmt.Errorf("unknown law of keys %s: write %s", quote(law.Kind), forms)
	}
	if len(args) != want {
		return KeyLaw{}, fmt.Errorf("%s takes %d values, got %d: write %s", law.Kind, want, len(args), forms)
	}
	n, err := parseCount(strings.TrimSpace(args[0]))
	if err != nil {
		return KeyLaw{}, err
	}
	if n < 1 || n > maxKeys {
		return KeyLaw{}, fmt.Errorf("the number of keys must be from 1 to %d, got %d", maxKeys, n)
	}
	law.N = n
	switch law.Kind {
	case "zipf":
		law.Skew, err = parseNumber(strings.TrimSpace(args[1]))
		if err == nil && law.Skew > 10 {
			err = fmt.Errorf("the skew of zipf must be from 0 to 10, got %s", formatNumber(law.Skew))
		}
	case "hot":
		law.Hot, err = network.ParseRatio(strings.TrimSpace(args[1]))
	}
	if err != nil {
		return KeyLaw{}, err
	}
	return law, nil
}
