package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"netsplit/engine/network"
)

// args hands out the words of a step, one by one. The first thing that is
// wrong stays in err; what is read after it is zero.
type args struct {
	line  string
	words []word
	usage string
	last  word // that set how many replicas take part, or must answer
	err   *Error
}

//go:noinline
func (a *args) fail(w word, message, cure string) {
	if a.err == nil {
		a.err = &Error{Column: w.column, Excerpt: a.line, Message: message, Cure: cure}
	}
	a.words = nil
}

// expected fails at the next word, or after the last.
func (a *args) expected(what string) {
	if len(a.words) == 0 {
		a.fail(word{column: 2 + utf8.RuneCountInString(a.line)}, what+" is missing", "the form is: "+a.usage)
		return
	}
	a.fail(a.words[0], fmt.Sprintf("expected %s, got %s", what, quote(a.words[0].text)), "the form is: "+a.usage)
}

// wrong fails at a word with a reason.
func (a *args) wrong(w word, err error) {
	message, cure := parts(err)
	if cure == "" {
		cure = "the form is: " + a.usage
	}
	a.fail(w, message, cure)
}

func (a *args) next(what string) (word, bool) {
	if a.err != nil {
		return word{}, false
	}
	if len(a.words) == 0 {
		a.expected(what)
		return word{}, false
	}
	w := a.words[0]
	a.words = a.words[1:]
	return w, true
}

// keyword takes a word if it is next.
//
//go:noinline
func (a *args) keyword(k string) bool {
	if a.err != nil || len(a.words) == 0 || a.words[0].quoted || a.words[0].text != k {
		return false
	}
	a.words = a.words[1:]
	return true
}

// text takes a key, a value or a body: any text.
func (a *args) text(what string) string {
	if len(a.words) > 0 && !a.words[0].quoted && slices.Contains(keywords(), a.words[0].text) {
		a.expected(what)
	}
	w, _ := a.next(what)
	return w.text
}

// name takes the name of a node, component, zone or session.
func (a *args) name(what string) string {
	w, ok := a.next(what)
	if ok && !isTarget(w.text) {
		a.fail(w, fmt.Sprintf("%s is not a name for %s", quote(w.text), what), "names are small letters, digits, - and /; the form is: "+a.usage)
	}
	return w.text
}

// isTarget accepts node, component, zone (eu/a) and session names.
func isTarget(s string) bool {
	region, zone, both := strings.Cut(s, "/")
	return isZoneWord(region) && (!both || isZoneWord(zone))
}

func (a *args) duration(what string, negative bool) time.Duration {
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	d, err := network.ParseDuration(w.text)
	switch {
	case err != nil:
		a.wrong(w, err)
	case d < 0 && !negative:
		a.fail(w, fmt.Sprintf("%s is negative", quote(w.text)), "the form is: "+a.usage)
	}
	return d
}

func (a *args) by(negative bool) time.Duration {
	if a.err == nil && !a.keyword("by") {
		a.expected("by TIME")
	}
	return a.duration("TIME", negative)
}

func (a *args) ratio(what string) float64 {
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	v, err := network.ParseRatio(w.text)
	if err != nil {
		a.wrong(w, err)
	}
	return v
}

func (a *args) bandwidth(what string) float64 {
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	v, err := parseBandwidth(w.text)
	if err != nil {
		a.wrong(w, err)
	}
	return v
}

// count takes a number of members.
func (a *args) count(what string) int {
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	n, err := parseCount(w.text)
	if err == nil && (n < 1 || n > maxNodes) {
		err = fmt.Errorf("%s must be from 1 to %d, got %s", what, maxNodes, quote(w.text))
	}
	if err != nil {
		a.wrong(w, err)
	}
	return n
}

// message takes the number of a message.
func (a *args) message() uint64 {
	w, ok := a.next("MESSAGE")
	if !ok {
		return 0
	}
	n, err := strconv.ParseUint(w.text, 10, 63)
	if err != nil || n == 0 {
		a.fail(w, "expected the number of a message, got "+quote(w.text), "like drop 17; the lab shows the numbers of the messages in flight")
	}
	return n
}

// factor takes a number with an x before or after it.
func (a *args) factor(what, before, after string) float64 {
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	number, front := strings.CutPrefix(w.text, before)
	number, back := strings.CutSuffix(number, after)
	v, isNumber := decimal(number, 0)
	if !front || !back || !isNumber || v < 0.001 || v > 1e6 {
		a.fail(w, fmt.Sprintf("expected a factor like %s, got %s", before+"2"+after, quote(w.text)), "the form is: "+a.usage)
	}
	return v
}

// client takes [via NODE] [as SESSION], in either order.
func (a *args) client(via, session *string) { a.quorum(via, session, nil, "", nil) }

// quorum takes [with n=K] [r=K], or w=K, too: how many replicas take part, and
// how many of them must answer.
func (a *args) quorum(via, session *string, replicas *int, letter string, answers *int) {
	for {
		switch {
		case answers != nil && *replicas == 0 && *answers == 0 && a.keyword("with"):
			a.replicas(replicas, letter, answers)
		case *via == "" && a.keyword("via"):
			*via = a.name("NODE")
		case *session == "" && a.keyword("as"):
			*session = a.name("SESSION")
		default:
			return
		}
	}
}

// replicas takes n=2, r=2 (or w=2), or both.
func (a *args) replicas(replicas *int, letter string, answers *int) {
	for first := true; a.err == nil; first = false {
		switch {
		case *replicas == 0 && a.begins("n="):
			*replicas = a.setting("n")
		case *answers == 0 && (first || a.begins(letter+"=")):
			*answers = a.setting(letter)
		default:
			a.within(*replicas, letter, *answers)
			return
		}
	}
}

// begins reports whether the next word starts so.
func (a *args) begins(prefix string) bool {
	return len(a.words) > 0 && !a.words[0].quoted && strings.HasPrefix(a.words[0].text, prefix)
}

// setting takes LETTER=K.
func (a *args) setting(letter string) int {
	what := letter + "=K"
	if letter != "n" {
		what = "n=K or " + what
	}
	w, ok := a.next(what)
	if !ok {
		return 0
	}
	number, found := strings.CutPrefix(w.text, letter+"=")
	n, err := parseCount(number)
	if !found || err != nil || n < 1 || n > maxReplicas {
		a.fail(w, fmt.Sprintf("expected %s with K from 1 to %d, got %s", what, maxReplicas, quote(w.text)), "the form is: "+a.usage)
		return 0
	}
	a.last = w
	return n
}

// within fails if more must answer than take part.
func (a *args) within(replicas int, letter string, answers int) {
	if a.err == nil && replicas > 0 && answers > replicas {
		a.fail(a.last, fmt.Sprintf("%s=%d is more than take part: with n=%d, %s is from 1 to %d", letter, answers, replicas, letter, replicas),
			fmt.Sprintf("write n=%d %s=%d", replicas, letter, replicas))
	}
}

// timeout takes [timeout TIME].
func (a *args) timeout() time.Duration {
	if a.keyword("timeout") {
		return a.duration("TIME", false)
	}
	return 0
}
