package scenario

import (
	"testing"

	"github.com/cockroachdb/datadriven"
)

// The messages, as a reader sees them. After a change of words: go test
// ./engine/scenario -rewrite, and read the difference.
func TestMessages(t *testing.T) {
	for _, file := range []string{"testdata/steps", "testdata/documents"} {
		datadriven.RunTest(t, file, func(t *testing.T, d *datadriven.TestData) string {
			var err error
			switch d.Cmd {
			case "step":
				_, err = ParseStep(d.Input)
			case "parse":
				_, err = Parse("a.yaml", []byte(d.Input))
			default:
				d.Fatalf(t, "unknown command %s", d.Cmd)
			}
			if err == nil {
				return "accepted\n"
			}
			return err.Error() + "\n"
		})
	}
}
