package scenario

import (
	"strings"
	"testing"
)

// Every parameter has a default that parses, a one-line meaning and a unit;
// every reference names kinds that exist.
func TestKindsAreComplete(t *testing.T) {
	type named struct {
		of     string
		params []Param
	}
	tables := []named{{"network", NetworkParams()}, {"objectives", ObjectiveParams()}}
	for _, k := range Kinds() {
		tables = append(tables, named{k.Name, k.Params})
		oneLine(t, k.Name, k.Doc)
		if p, ok := k.Param(k.Members); k.Members != "" && (!ok || p.Type != TypeInt) {
			t.Errorf("%s counts its members by %q, which is no count", k.Name, k.Members)
		}
	}
	for _, table := range tables {
		for _, p := range table.params {
			name := table.of + "." + p.Name
			oneLine(t, name, p.Doc)
			if p.Unit == "" {
				t.Errorf("%s has no unit", name)
			}
			if p.Default != "" {
				if _, err := parseValue(p, p.Default); err != nil {
					t.Errorf("%s: default: %v", name, err)
				}
			} else if !p.Required && p.Type != TypeZones && p.Type != TypeReference && p.Type != TypeReferences && p.Type != TypeRoutes && table.of != "objectives" {
				t.Errorf("%s has no default", name)
			}
			if (p.Type == TypeText) != (len(p.Allowed) > 0) {
				t.Errorf("%s: words are allowed for type word only", name)
			}
			if isReference := p.Type == TypeReference || p.Type == TypeReferences || p.Type == TypeRoutes; isReference != (len(p.Fits) > 0) {
				t.Errorf("%s: a reference, and only a reference, fits kinds", name)
			}
			for _, kind := range p.Fits {
				if _, ok := FindKind(kind); !ok {
					t.Errorf("%s fits kind %s, which does not exist", name, kind)
				}
			}
		}
	}
}

func oneLine(t *testing.T, name, doc string) {
	t.Helper()
	if doc == "" || strings.Contains(doc, "\n") || strings.HasSuffix(doc, ".") || len(doc) > 140 {
		t.Errorf("%s: the meaning is not one short line: %q", name, doc)
	}
}

// Every example parses, and its canonical words are the example itself.
func TestVerbExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range Verbs() {
		oneLine(t, v.Name, v.Doc)
		if seen[v.Name] || !strings.HasPrefix(v.Usage, v.Name) {
			t.Errorf("%s: usage %q", v.Name, v.Usage)
		}
		seen[v.Name] = true
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

func TestNearest(t *testing.T) {
	words := []string{"replicas", "read", "write", "nodes", "read-repair", "virtual-nodes", "zones"}
	tests := []struct{ word, want string }{
		{"replica", "replicas"}, {"raed", "read"}, {"READ", "read"}, {"wrte", "write"}, {"wriet", "write"},
		{"node", "nodes"}, {"virtual-node", "virtual-nodes"}, {"virt", "virtual-nodes"}, {"zoens", "zones"},
		{"", ""}, {"x", ""}, {"policy", ""}, {"qqqq", ""}, {strings.Repeat("r", 100_000), ""},
	}
	for _, test := range tests {
		got, ok := Nearest(test.word, words)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Nearest(%.20q) = %q, %v; want %q", test.word, got, ok, test.want)
		}
	}
}
