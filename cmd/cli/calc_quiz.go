package cli

import (
	"bufio"
	"fmt"
	"strings"

	"netsplit/calc"
	"netsplit/content/grade"
	"netsplit/tui/widget"
)

// quizAnswer is the JSON of a graded answer.
type quizAnswer struct {
	Question string         `json:"question"`
	Answer   string         `json:"answer"`
	Credit   grade.Credit   `json:"credit"`
	Factor   *float64       `json:"factor"` // how far off; null where that is no number
	Verdict  string         `json:"verdict"`
	Sheet    calc.Worksheet `json:"worksheet"`
}

// mostTries bounds how often an answer that cannot be read is asked for again.
const mostTries = 20

// quiz asks for the result in a line, grades the answer by its order of
// magnitude, and only then shows the worksheet.
func (p *Program) quiz(sheet calc.Worksheet, flags sheetFlags) error {
	q, ok := calc.Ask(sheet)
	if !ok {
		return usagef("this worksheet has no number to ask for: leave --quiz out")
	}
	ask := p.Stdout
	if flags.JSON { // only the document goes there
		ask = p.Stderr
	}
	silent := flags.JSON && !p.StdinTerminal
	if !silent {
		fmt.Fprintf(ask, "%s\n%s\nAnswer with %s. An empty line shows the answer.\n", clean(q.Text), strings.Join(widget.Wrap("Given: "+clean(q.Given), p.Width), "\n"), q.Hint())
	}
	lines := bufio.NewScanner(p.Stdin)
	lines.Buffer(nil, longestLine)
	for range mostTries {
		if !silent {
			fmt.Fprint(ask, "> ")
			if err := p.out.Flush(); err != nil {
				return err
			}
		}
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return fmt.Errorf("reading the answer: %w", err)
			}
			return fmt.Errorf("there was no answer on standard input")
		}
		text := strings.TrimSpace(lines.Text())
		if text == "" {
			return p.judged(sheet, q, "", grade.Verdict{Credit: grade.None, Text: "no answer"}, flags)
		}
		guess, err := q.Read(text)
		if err != nil {
			p.complain(err)
			continue
		}
		return p.judged(sheet, q, text, grade.Estimate(guess, q.Truth()), flags)
	}
	return fmt.Errorf("%d lines were no answer", mostTries)
}

// judged prints the verdict and the worksheet.
func (p *Program) judged(sheet calc.Worksheet, q calc.Question, text string, v grade.Verdict, flags sheetFlags) error {
	if flags.JSON {
		a := quizAnswer{Question: q.Text, Answer: text, Credit: v.Credit, Verdict: v.Text, Sheet: sheet}
		if text != "" && v.Factor < 1e300 {
			a.Factor = &v.Factor
		}
		return p.json(a)
	}
	if !p.StdinTerminal {
		fmt.Fprintln(p.Stdout) // the answer was not echoed
	}
	verdict := fmt.Sprintf("%s. It is %s.\n", upperFirst(v.Text), q.Entry.Value)
	fmt.Fprint(p.Stdout, verdict, "\n")
	if err := p.show(sheet, sheetFlags{}); err != nil || !p.StdoutTerminal || p.accessible() {
		return err
	}
	_, err := fmt.Fprint(p.Stdout, "\n", verdict) // the worksheet may have pushed it off the screen
	return err
}

// upperFirst begins a sentence.
func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
