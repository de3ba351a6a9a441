package scenario

import "testing"

// Every example parses, and its canonical words are the example itself.
func TestVerbExamples(t *testing.T) {
	for _, v := range Verbs() {
		step, err := ParseStep(v.Example)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		if got := step.String(); got != v.Example {
			t.Errorf("%s: String() = %q, want %q", v.Name, got, v.Example)
		}
	}
}
