package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"netsplit/content/checklist"
	"netsplit/content/drill"
)

// drillScore is a finished drill in a few words: the grades, then what was
// counted.
func drillScore(summary json.RawMessage) string {
	var s drill.Summary
	if json.Unmarshal(summary, &s) != nil || s.Facts == 0 {
		return ""
	}
	var parts []string
	if len(s.Grades) > 0 {
		var grades []string
		for _, axis := range slices.Sorted(maps.Keys(s.Grades)) {
			grades = append(grades, fmt.Sprintf("%s %d", axis, s.Grades[axis]))
		}
		parts = append(parts, strings.Join(grades, ", ")+" of 4")
	}
	parts = append(parts,
		fmt.Sprintf("facts %d of %d", s.FactsAsked, s.Facts),
		fmt.Sprintf("estimates %d of %d", s.EstimatesFull, s.Estimates),
		fmt.Sprintf("failures %d of %d", s.FailuresRight, s.Failures))
	return strings.Join(parts, "; ")
}

// reviewScore is a finished review in a few words.
func reviewScore(summary json.RawMessage) string {
	var r checklist.Result
	if json.Unmarshal(summary, &r) != nil || r.Total == 0 {
		return ""
	}
	return r.String()
}
