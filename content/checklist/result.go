package checklist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"netsplit/calc/order"
	"netsplit/content"
)

// Result is what a review came to. It marshals to the JSON report.
type Result struct {
	Checklist string           `json:"checklist"`
	Title     string           `json:"title"`
	Total     int              `json:"items"`
	Answered  int              `json:"answered"`
	Counts    map[Severity]int `json:"findings_by_severity"`
	Findings  []Finding        `json:"findings"` // worst first, then in the list's order
	Safe      []Passed         `json:"safe"`
	Excluded  []Passed         `json:"not_applicable"`
}

// Finding is an item that is not safe, or that nobody knows about.
type Finding struct {
	Item     string   `json:"item"`
	Part     string   `json:"part"`
	Severity Severity `json:"severity"`
	Answer   Value    `json:"answer"` // no, unknown, or empty: not answered
	Question string   `json:"question"`
	Why      string   `json:"why"`
	Check    string   `json:"check"`
	Cure     string   `json:"cure"`
	Note     string   `json:"note,omitempty"`
}

// Passed is an item that is no finding.
type Passed struct {
	Item     string `json:"item"`
	Question string `json:"question"`
	Note     string `json:"note,omitempty"`
}

// Result ranks what the review has found so far.
func (s *Session) Result() Result {
	r := Result{
		Checklist: s.List.ID, Title: s.List.Title, Total: len(s.List.Items), Answered: s.Answered(),
		Counts: map[Severity]int{High: 0, Medium: 0, Low: 0}, Findings: []Finding{}, Safe: []Passed{}, Excluded: []Passed{},
	}
	for _, item := range s.List.Items {
		a := s.answers[item.ID]
		passed := Passed{item.ID, item.Question, a.Note}
		switch a.Value {
		case Yes:
			r.Safe = append(r.Safe, passed)
		case NotApplicable:
			r.Excluded = append(r.Excluded, passed)
		default:
			f := Finding{
				Item: item.ID, Part: item.Part, Severity: item.Severity, Answer: a.Value,
				Question: item.Question, Why: item.Why, Check: item.Check, Cure: item.Cure, Note: a.Note,
			}
			if a.Value != No {
				f.Severity = item.Severity.lower()
			}
			r.Counts[f.Severity]++
			r.Findings = append(r.Findings, f)
		}
	}
	order.By(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Severities(), a.Severity), slices.Index(Severities(), b.Severity)),
			cmp.Compare(certainty(a.Answer), certainty(b.Answer)))
	})
	return r
}

// certainty puts what is known to be wrong before what may be.
func certainty(v Value) int {
	return slices.Index([]Value{No, Unknown, Open}, v)
}

// Fails reports whether there is a finding at least as bad as the severity:
// the predicate of --fail-on.
func (r Result) Fails(at Severity) bool {
	for _, s := range Severities() {
		if r.Counts[s] > 0 {
			return true
		}
		if s == at {
			break
		}
	}
	return false
}

// String is the result in one line: "3 high, 2 medium and 0 low findings".
func (r Result) String() string {
	return fmt.Sprintf("%d high, %d medium and %d low findings; %d of %d items answered",
		r.Counts[High], r.Counts[Medium], r.Counts[Low], r.Answered, r.Total)
}

// Words says a finding's answer for people.
func (f Finding) Words() string {
	switch f.Answer {
	case No:
		return "no"
	case Unknown:
		return "unknown"
	}
	return "not answered"
}

// Markdown is the report to keep.
func (r Result) Markdown(at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: review of %s\n\n%s.\n", content.EscapeMarkdown(r.Title), at.Format("2 January 2006"), r)
	if len(r.Findings) > 0 {
		b.WriteString("\n## Findings\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n### %s: %s\n\n", strings.ToUpper(string(f.Severity)), content.EscapeMarkdown(oneLine(f.Question)))
		fmt.Fprintf(&b, "- Answer: %s", f.Words())
		if f.Note != "" {
			fmt.Fprintf(&b, "; %s", content.EscapeMarkdown(oneLine(f.Note)))
		}
		fmt.Fprintf(&b, "\n- Why it matters: %s\n", content.EscapeMarkdown(oneLine(f.Why)))
		if f.Answer != No {
			fmt.Fprintf(&b, "- How to find out: %s\n", content.EscapeMarkdown(oneLine(f.Check)))
		}
		fmt.Fprintf(&b, "- Cure: %s\n", content.EscapeMarkdown(oneLine(f.Cure)))
	}
	passed(&b, "Safe", r.Safe)
	passed(&b, "Not applicable", r.Excluded)
	return b.String()
}

func passed(b *strings.Builder, heading string, items []Passed) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", heading)
	for _, p := range items {
		fmt.Fprintf(b, "- %s", content.EscapeMarkdown(oneLine(p.Question)))
		if p.Note != "" {
			fmt.Fprintf(b, " %s", content.EscapeMarkdown(oneLine(p.Note)))
		}
		b.WriteString("\n")
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
