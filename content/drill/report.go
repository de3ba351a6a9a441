package drill

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"netsplit/content"
	"netsplit/content/grade"
)

// Report is the session as Markdown, to keep. began is when it started.
func (s *Session) Report(began time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: drill of %s\n\n", escape(s.Problem.Title), began.Format("2 January 2006"))
	fmt.Fprintf(&b, "> %s\n\n", escape(oneLine(s.fill(s.Problem.Opening))))
	fmt.Fprintf(&b, "Seed %d. Time %s.", s.Seed, minutes(s.Elapsed()))
	if !s.Finished() {
		b.WriteString(" Not finished.")
	}
	b.WriteString("\n\n## Grades\n\n| axis | grade | what that is |\n|---|---|---|\n")
	for _, a := range s.Problem.Axes {
		if level, ok := s.grades[a.ID]; ok {
			fmt.Fprintf(&b, "| %s | %d of 4 | %s |\n", cell(a.Title), level, cell(a.Levels[level-1]))
		} else {
			fmt.Fprintf(&b, "| %s | not graded | |\n", cell(a.Title))
		}
	}
	s.reportNumbers(&b)
	s.reportFailures(&b)
	b.WriteString("\n## Evidence\n")
	for _, kind := range []string{"facts", "assumptions", "sketch", "deep-dive", "wrap-up", "hints"} {
		b.WriteString("\n")
		for _, line := range s.evidenceOf(kind) {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				fmt.Fprintf(&b, "- %s\n", escape(item))
			} else {
				fmt.Fprintf(&b, "\n%s\n\n", escape(line))
			}
		}
	}
	b.WriteString("\n## Practise next\n\n")
	for _, line := range s.PractiseNext() {
		fmt.Fprintf(&b, "- %s\n", escape(line))
	}
	return tidy(b.String())
}

func (s *Session) reportNumbers(b *strings.Builder) {
	b.WriteString("\n## Time\n\n| step | spent | planned |\n|---|---|---|\n")
	for _, c := range s.spent() {
		fmt.Fprintf(b, "| %s | %s | %s |\n", cell(c.Step), minutes(c.Spent), minutes(c.Planned))
	}
	b.WriteString("\n## Estimates\n\n| estimate | you said | it is | verdict |\n|---|---|---|---|\n")
	for _, e := range s.Problem.Estimates {
		a, ok := s.estimates[e.ID]
		truth, _, err := e.solve(s.Drawn)
		if !ok || err != nil {
			continue
		}
		said := a.text
		if said == "" {
			said = "skipped"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", cell(e.ID), cell(said), cell(truth.String()), cell(a.verdict.Text))
	}
}

func (s *Session) reportFailures(b *strings.Builder) {
	b.WriteString("\n## Failures\n")
	for _, f := range s.Problem.Failures {
		o, ok := s.outcome(f)
		if !ok {
			continue
		}
		fmt.Fprintf(b, "\n%s\n\n- You said: %s\n", escape(oneLine(s.fill(f.Question))), escape(o.chosen))
		switch {
		case o.err != nil:
			fmt.Fprintf(b, "- It was not run.\n")
		case o.right:
			fmt.Fprintf(b, "- The run agreed: %s.\n", escape(o.reason))
		default:
			fmt.Fprintf(b, "- The run showed: %s (%s).\n", escape(o.showed), escape(o.reason))
		}
	}
}

// PractiseNext says what went worst, from the evidence and the grades.
func (s *Session) PractiseNext() []string {
	var lines []string
	for _, f := range s.Problem.Facts {
		if f.Essential && !s.told[f.ID] {
			lines = append(lines, "Ask "+s.fill(f.About)+".")
		}
	}
	for _, e := range s.Problem.Estimates {
		if a, ok := s.estimates[e.ID]; ok && a.verdict.Credit != grade.Full {
			lines = append(lines, "Work out "+e.ID+" once more: "+oneLine(s.fill(e.Question)))
		}
	}
	for _, f := range s.Problem.Failures {
		if o, ok := s.outcome(f); ok && o.err == nil && !o.right {
			lines = append(lines, "Run it again in the lab and see why: "+oneLine(s.fill(f.Question)))
		}
	}
	lowest := 4
	for _, level := range s.grades {
		lowest = min(lowest, level)
	}
	for _, a := range s.Problem.Axes {
		if level, ok := s.grades[a.ID]; ok && level == lowest && level < 4 {
			lines = append(lines, fmt.Sprintf("%s: you gave %d; the next level is: %s", a.Title, level, a.Levels[level]))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "The same drill with other numbers, with less time.")
	}
	return lines
}

// Summary is what a list of past drills shows.
type Summary struct {
	Title          string         `json:"title"`
	Grades         map[string]int `json:"grades"`
	EstimatesFull  int            `json:"estimates_full"`
	Estimates      int            `json:"estimates"`
	FailuresRight  int            `json:"failures_right"`
	Failures       int            `json:"failures"`
	Questions      int            `json:"questions"`
	Assumptions    int            `json:"assumptions"`
	Hints          int            `json:"hints"`
	FactsAsked     int            `json:"essential_facts_asked"`
	Facts          int            `json:"essential_facts"`
	ElapsedSeconds float64        `json:"elapsed_seconds"`
	Finished       bool           `json:"finished"`
}

// Summary counts what the session came to.
func (s *Session) Summary() Summary {
	sum := Summary{Title: s.Problem.Title, Grades: map[string]int{}, ElapsedSeconds: s.elapsed, Finished: s.Finished(),
		Questions: len(s.asked), Assumptions: len(s.assumptions)}
	for _, n := range s.hints {
		sum.Hints += n
	}
	for id, level := range s.grades {
		sum.Grades[id] = level
	}
	for _, e := range s.Problem.Estimates {
		sum.Estimates++
		if s.estimates[e.ID].verdict.Credit == grade.Full {
			sum.EstimatesFull++
		}
	}
	for _, f := range s.Problem.Failures {
		sum.Failures++
		if o, ok := s.outcome(f); ok && o.right {
			sum.FailuresRight++
		}
	}
	for _, f := range s.Problem.Facts {
		if f.Essential {
			sum.Facts++
			if s.told[f.ID] {
				sum.FactsAsked++
			}
		}
	}
	return sum
}

// JSON is the summary for store.FinishSession.
func (s Summary) JSON() json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("drill: a summary of plain values did not marshal: " + err.Error())
	}
	return raw
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func escape(s string) string { return content.EscapeMarkdown(s) }

func cell(s string) string { return escape(oneLine(s)) }

// tidy leaves one blank line where several met.
func tidy(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}
