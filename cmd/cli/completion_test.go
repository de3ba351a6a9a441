package cli

import (
	"testing"

	"github.com/alecthomas/kong"
)

// Every value that names who knows it is known by somebody, and nobody knows
// values that nothing asks for.
func TestPredictorsAreKnown(t *testing.T) {
	parser, err := kong.New(&grammar{}, kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	known, used := predictors(parser), map[string]bool{}
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		var v *kong.Value
		switch n := node.(type) {
		case *kong.Value:
			v = n
		case *kong.Flag:
			v = n.Value
		}
		if v != nil {
			if name := v.Tag.Get("predictor"); name != "" {
				used[name] = true
				if known[name] == nil {
					t.Errorf("%s: nobody knows %q", v.Summary(), name)
				}
			}
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range known {
		if !used[name] {
			t.Errorf("nothing asks for %q", name)
		}
	}
}
