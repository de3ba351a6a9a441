package cli

import (
	"strings"
	"testing"

	"netsplit/engine/fault"
	"netsplit/engine/scenario"
)

// Goal: whatever the parser's tables hold can be asked for, says something, is
// offered by completion, and is suggested when one letter is missing.
func TestEveryWordIsExplained(t *testing.T) {
	offered := map[string]bool{}
	for _, w := range everyWord() {
		offered[w] = true
	}
	for _, table := range glossaries() {
		var names []string
		for _, w := range table.words {
			names = append(names, w.Name, w.full())
		}
		for _, w := range table.words {
			if strings.TrimSpace(w.About) == "" || strings.HasPrefix(w.About, ": ") {
				t.Errorf("%s %s says nothing", table.what, w.full())
			}
			if !offered[w.Name] {
				t.Errorf("completion does not know %s %s", table.what, w.Name)
			}
			if len(matching(table.words, w.full())) == 0 {
				t.Errorf("%s %s is not found", table.what, w.full())
			}
			if len(w.Name) < 5 {
				continue
			}
			slip := w.Name[:2] + w.Name[3:]
			if _, err := find(table.what, slip, names); err != nil && !strings.Contains(err.Error(), "Did you mean ") {
				t.Errorf("%s %s has no suggestion: %v", table.what, slip, err)
			}
		}
	}
}

// Goal: the reference has as many rows as the tables that the parser reads.
func TestReferenceIsTheParsersTable(t *testing.T) {
	parameters := len(scenario.NetworkParams()) + len(scenario.ObjectiveParams())
	for _, k := range scenario.Kinds() {
		parameters += len(k.Params)
	}
	want := map[string]int{"kind": len(scenario.Kinds()), "parameter": parameters, "step": len(scenario.Verbs()),
		"fault": len(fault.Definitions()), "check": len(scenario.Checks()), "metric": len(scenario.Metrics())}
	for _, table := range glossaries() {
		if n, ok := want[table.what]; ok && len(table.words) != n || len(table.words) == 0 {
			t.Errorf("%d rows of %s, the parser has %d", len(table.words), table.what, n)
		}
	}
}
