package scenario

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// steps reads the list of steps.
func (r *reader) steps(e entry) {
	const cure = "write each step on its own line, like - put cart milk"
	seq, ok := e.value.(*ast.SequenceNode)
	if !ok {
		if e.value == nil || e.value.Type() == ast.NullType {
			return
		}
		r.fail(e.where(), fmt.Sprintf("steps is %s, not a list", shape(e.value)), cure)
		return
	}
	if len(seq.Values) > maxSteps {
		r.fail(start(seq.Values[maxSteps]), fmt.Sprintf("%d steps", len(seq.Values)), fmt.Sprintf("a scenario has at most %d", maxSteps))
		return
	}
	for _, n := range seq.Values {
		r.step(n, cure)
	}
}

func (r *reader) step(n ast.Node, cure string) {
	text, where, ok := scalar(n)
	if _, isMap := n.(ast.MapNode); isMap {
		where = start(n)
		r.fail(where, "a step is text, but this is read as a map, because of the colon", "put the step in quotes: - '"+visible(r.rest(where))+"'")
		return
	}
	if !ok {
		if n != nil {
			where = start(n)
		}
		r.fail(where, fmt.Sprintf("a step is %s, not text", shape(n)), cure)
		return
	}
	step, err := ParseStep(text)
	if err == nil {
		err = r.sc.checkStep(step, r.broken)
	}
	if err != nil {
		r.stepFailed(where, err)
		return
	}
	step.Line = where.line
	r.sc.Steps = append(r.sc.Steps, step)
}

// stepFailed moves an error's column from the step to the file.
func (r *reader) stepFailed(where place, err error) {
	message, cure := parts(err)
	source := r.rest(where)
	if strings.Contains(source, " #") && strings.IndexAny(source, `"'`) != 0 {
		cure = "what follows # is a comment; put a step with # in quotes: - 'put tag #1'"
	}
	var e *Error
	// A block of text begins on the next line: its columns mean nothing here.
	if errors.As(err, &e) && e.Column > 0 && !strings.HasPrefix(source, "|") && !strings.HasPrefix(source, ">") {
		where.column += e.Column - 1
		if strings.IndexAny(source, `"'`) == 0 {
			where.column++
		}
	}
	r.fail(where, message, cure)
}

// rest is the line from a place on.
func (r *reader) rest(at place) string {
	if at.line < 1 || at.line > len(r.lines) {
		return ""
	}
	line := []rune(r.lines[at.line-1])
	return strings.TrimSpace(string(line[min(max(at.column-1, 0), len(line)):]))
}
