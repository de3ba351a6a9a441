package catalogue

import "testing"

// Goal: an example that is written down is the question that the calculator
// answers as it stands.
func TestExampleIsTheDefaultQuestion(t *testing.T) {
	for _, c := range All() {
		sheet, err := c.Forms[0].Solve(c.Forms[0].Values())
		if err != nil {
			t.Fatal(err)
		}
		if c.Example != "" && c.Example != sheet.Shell {
			t.Errorf("%s: example %s, and it answers %s", c.Name, c.Example, sheet.Shell)
		}
		if len(sheet.Matters) == 0 && c.Name != "cache" && c.Name != "ring" {
			t.Errorf("%s: nothing moves its answer", c.Name)
		}
	}
}
