package content

import (
	"errors"
	"slices"
	"strings"
)

var (
	metricName = pattern(`^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_.-]*$`)
	metricForm = pattern(`^(\S+?)\s*(>=|<=|==|!=|>|<|=)\s*(\S.*)$`)
)

// ErrCondition is what ParseCondition wraps.
var ErrCondition = errors.New(`a condition is "component.metric OP value" or "operation ok|none|error CODE|value V"`)

// ParseCondition reads what a case of a prediction looks at; see Condition.
func ParseCondition(text string) (Condition, error) {
	words := strings.Fields(text)
	if len(words) > 0 && words[0] == "operation" {
		return operationCondition(text, words[1:])
	}
	m := metricForm().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return Condition{}, errors.Join(errors.New("no comparison in "+text), ErrCondition)
	}
	if m[2] == "=" {
		return Condition{}, errors.Join(errors.New("= compares nothing; write =="), ErrCondition)
	}
	if !metricName().MatchString(m[1]) {
		return Condition{}, errors.Join(errors.New(m[1]+" is not a metric, which looks like store.stale-reads"), ErrCondition)
	}
	return Condition{Subject: m[1], Op: m[2], Value: strings.TrimSpace(m[3])}, nil
}

func operationCondition(text string, words []string) (Condition, error) {
	if len(words) > 0 {
		op, value := words[0], strings.Join(words[1:], " ")
		wantsValue := op == "error" || op == "value"
		if slices.Contains([]string{"ok", "none", "error", "value"}, op) && wantsValue == (value != "") {
			return Condition{Subject: "operation", Op: op, Value: value}, nil
		}
	}
	return Condition{}, errors.Join(errors.New("can't read "+text), ErrCondition)
}

// String is the condition as it is written.
func (c Condition) String() string {
	return strings.TrimSpace(c.Subject + " " + c.Op + " " + c.Value)
}

// Metric reports whether the condition compares a metric.
func (c Condition) Metric() bool { return c.Subject != "operation" }
