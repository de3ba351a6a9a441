package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"netsplit/content/strict"
)

// Error is a mistake in a content file: its place and its cure.
type Error = strict.Error

// liveKinds are the info strings that make a fenced block live.
func liveKinds() []Kind {
	return []Kind{ScenarioKind, PredictKind, QuizKind, EstimateKind, CalcKind, SQLKind, Diagram, CardKind}
}

func isLive(k Kind) bool { return slices.Contains(liveKinds(), k) }

// liveBlock is a fenced block before it is parsed.
type liveBlock struct {
	path     string
	kind     Kind
	argument string // after the kind in the info string
	source   string
	line     int // of the opening fence
	scenario func(name string) (*Scenario, error)
}

// fail is a mistake in the whole block.
func (l *liveBlock) fail(message, cure string) error {
	return &Error{Path: l.path, Line: l.line, Message: "in the " + string(l.kind) + " block: " + message, Cure: cure}
}

// at is a mistake at a key.
func (l *liveBlock) at(key, message, cure string) error {
	e := &Error{Path: l.path, Line: l.line, Message: "in the " + string(l.kind) + " block: " + message, Cure: cure}
	for i, text := range strings.Split(l.source, "\n") {
		if strings.HasPrefix(strings.TrimLeft(text, " -{"), key+":") {
			e.Line, e.Excerpt = l.line+1+i, text
			break
		}
	}
	return e
}

func (l *liveBlock) decode(target any) error {
	return strict.Decode(l.path, l.line+1, l.source, target)
}

func (l *liveBlock) parse() (Block, error) {
	if l.argument != "" && l.kind != ScenarioKind && l.kind != SQLKind {
		return Block{}, l.fail("there is text after the word "+string(l.kind)+": "+strict.Shorten(l.argument, 40), "only a scenario block and an sql block take a name there; remove it")
	}
	b := Block{Kind: l.kind, Source: l.source, Line: l.line}
	var err error
	switch l.kind {
	case ScenarioKind:
		b.Scenario, err = l.parseScenario()
		if err == nil {
			b.Name, b.Source = b.Scenario.Name, b.Scenario.Source
		}
	case PredictKind:
		b.Predict, err = l.parsePredict()
		if err == nil {
			b.Name = b.Predict.ID
		}
	case QuizKind:
		b.Quiz, err = l.parseQuiz()
		if err == nil {
			b.Name = b.Quiz.ID
		}
	case EstimateKind:
		b.Estimate, err = l.parseEstimate()
		if err == nil {
			b.Name = b.Estimate.ID
		}
	case CalcKind:
		b.Calc, err = l.parseCalc()
	case SQLKind:
		b.SQL, err = l.parseSQL()
		if err == nil {
			b.Name = b.SQL.Name
		}
	case Diagram:
		err = l.checkDiagram()
	case CardKind:
		b.Card, err = l.parseCard()
		if err == nil {
			b.Name = b.Card.ID
		}
	}
	return b, err
}

func (l *liveBlock) parseScenario() (*Scenario, error) {
	if l.argument == "" {
		if strings.TrimSpace(l.source) == "" {
			return nil, l.fail("it is empty and names no scenario", "write the scenario in it, or ```scenario NAME")
		}
		sc := ReadScenario(l.path, l.source)
		sc.Line = l.line + 1
		return &sc, nil
	}
	if strings.TrimSpace(l.source) != "" {
		return nil, l.fail("it names the scenario "+l.argument+" and has a text too", "remove the name or the text")
	}
	if l.scenario == nil {
		return nil, l.fail("no scenario can be named here", "write the scenario in the block")
	}
	sc, err := l.scenario(l.argument)
	if err != nil {
		return nil, l.fail(err.Error(), "")
	}
	return sc, nil
}

var idForm = pattern(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (l *liveBlock) checkID(id string) error {
	if !idForm().MatchString(id) {
		return l.at("id", fmt.Sprintf("the id %q is not one", strict.Shorten(id, 40)), "write id: and small letters, digits and hyphens: stale-read")
	}
	return nil
}

// question checks what all questions share.
func (l *liveBlock) question(id, question string, options []string) error {
	if err := l.checkID(id); err != nil {
		return err
	}
	if strings.TrimSpace(question) == "" {
		return l.at("question", "it asks nothing", "write question: …?")
	}
	if len(options) < 2 || len(options) > 9 {
		return l.at("options", fmt.Sprintf("it has %d options", len(options)), "give 2 to 9; each is chosen by one key")
	}
	for i, option := range options {
		if strings.TrimSpace(option) == "" || slices.Contains(options[:i], option) {
			return l.at("options", fmt.Sprintf("option %d is empty or repeated", i+1), "write options that differ")
		}
	}
	return nil
}

func (l *liveBlock) option(key string, n, options int) error {
	if n < 1 || n > options {
		return l.at(key, fmt.Sprintf("%s: %d is no option", key, n), fmt.Sprintf("write the number of an option, 1 to %d", options))
	}
	return nil
}

func (l *liveBlock) parsePredict() (*Predict, error) {
	var form struct {
		ID       string
		Question string
		Options  []string
		Answer   *int
		GradedBy []struct {
			When string
			Is   int
			Else *int
		} `yaml:"graded-by"`
		Scenario string
		Why      string
	}
	if err := l.decode(&form); err != nil {
		return nil, err
	}
	if err := l.question(form.ID, form.Question, form.Options); err != nil {
		return nil, err
	}
	p := &Predict{ID: form.ID, Question: Visible(form.Question), Options: visibleAll(form.Options), Scenario: Visible(form.Scenario), Why: Visible(form.Why)}
	if (form.Answer == nil) == (form.GradedBy == nil) {
		return nil, l.at("answer", "it needs either answer or graded-by", "write graded-by if a run can decide, else answer: N")
	}
	if form.Answer != nil {
		p.Answer = *form.Answer
		return p, l.option("answer", p.Answer, len(p.Options))
	}
	for i, c := range form.GradedBy {
		last := i == len(form.GradedBy)-1
		if last != (c.Else != nil) || last == (c.When != "") {
			return nil, l.at("graded-by", "each case is {when: CONDITION, is: N}; the last, and only the last, is {else: N}", "add or move the else")
		}
		if last {
			p.GradedBy = append(p.GradedBy, Case{Else: true, Is: *c.Else})
		} else {
			condition, err := ParseCondition(Visible(c.When))
			if err != nil {
				return nil, l.at("when", firstLine(err), ErrCondition.Error())
			}
			p.GradedBy = append(p.GradedBy, Case{When: condition, Is: c.Is})
		}
		if err := l.option("is", p.GradedBy[i].Is, len(p.Options)); err != nil {
			return nil, err
		}
	}
	if len(p.GradedBy) < 2 {
		return nil, l.at("graded-by", "it has no case that looks at the run", "add {when: \"store.stale-reads > 0\", is: 2} before the else, or write answer: N")
	}
	return p, nil
}

func firstLine(err error) string {
	head, _, _ := strings.Cut(err.Error(), "\n")
	return head
}

func (l *liveBlock) parseQuiz() (*Quiz, error) {
	var q Quiz
	if err := l.decode(&q); err != nil {
		return nil, err
	}
	if err := l.question(q.ID, q.Question, q.Options); err != nil {
		return nil, err
	}
	q.Question, q.Options, q.Why = Visible(q.Question), visibleAll(q.Options), Visible(q.Why)
	return &q, l.option("answer", q.Answer, len(q.Options))
}

var placeholder = pattern(`\{([a-z][a-z0-9_-]*)\}`)

func (l *liveBlock) parseEstimate() (*Estimate, error) {
	var e Estimate
	if err := l.decode(&e); err != nil {
		return nil, err
	}
	if err := l.checkID(e.ID); err != nil {
		return nil, err
	}
	if strings.TrimSpace(e.Question) == "" || e.Result == "" || len(e.Inputs) == 0 {
		return nil, l.fail("it needs question, inputs and result", "result is a key of netsplit calc estimate: writes_per_second")
	}
	e.Question, e.Why, e.Result = Visible(e.Question), Visible(e.Why), Visible(e.Result)
	for name, values := range e.Draw {
		if len(values) == 0 {
			return nil, l.at("draw", "draw: "+name+" has no values", "list the values to draw from")
		}
		e.Draw[name] = visibleAll(values)
	}
	texts := []string{e.Question}
	for key, value := range e.Inputs {
		e.Inputs[key] = Visible(value)
		texts = append(texts, e.Inputs[key])
	}
	for _, m := range placeholder().FindAllStringSubmatch(strings.Join(texts, "\n"), -1) {
		if _, ok := e.Draw[m[1]]; !ok {
			return nil, l.at("draw", "{"+m[1]+"} is not drawn", "add "+m[1]+" to draw, with the values to draw from")
		}
	}
	return &e, nil
}

func (l *liveBlock) parseCalc() (*Calc, error) {
	var c Calc
	if err := l.decode(&c); err != nil {
		return nil, err
	}
	c.Command, c.Title = strings.TrimSpace(Visible(c.Command)), Visible(c.Title)
	if c.Command == "" {
		return nil, l.at("command", "it has no command", "write command: nines 99.9%")
	}
	return &c, nil
}

// parseSQL reads the name of an experiment. Which there are is known to the
// package that runs them; netsplit lint asks it.
func (l *liveBlock) parseSQL() (*SQL, error) {
	if !idForm().MatchString(l.argument) {
		return nil, l.fail(fmt.Sprintf("%q is not the name of an experiment", strict.Shorten(l.argument, 40)), "write ```sql transfer; netsplit sql lists them")
	}
	if strings.TrimSpace(l.source) != "" {
		return nil, l.fail("it names the experiment "+l.argument+" and has a text too", "remove the name to show SQL as code, or the text")
	}
	return &SQL{Name: l.argument}, nil
}

// maxDiagram is the widest line of a diagram: it is drawn as it is, also on
// a screen of 80 columns.
const maxDiagram = 78

func (l *liveBlock) checkDiagram() error {
	for i, text := range strings.Split(l.source, "\n") {
		if n := utf8.RuneCountInString(text); n > maxDiagram {
			return &Error{Path: l.path, Line: l.line + 1 + i, Excerpt: text,
				Message: fmt.Sprintf("the diagram is %d columns wide here", n), Cure: fmt.Sprintf("keep it within %d", maxDiagram)}
		}
	}
	if strings.TrimSpace(l.source) == "" {
		return l.fail("it is empty", "draw something or remove it")
	}
	return nil
}

// maxCard is the number of words that fit on one side of a card.
const maxCard = 40

func (l *liveBlock) parseCard() (*Card, error) {
	var c Card
	if err := l.decode(&c); err != nil {
		return nil, err
	}
	if err := l.checkID(c.ID); err != nil {
		return nil, err
	}
	c.Front, c.Back = Visible(c.Front), Visible(c.Back)
	for key, side := range map[string]string{"front": c.Front, "back": c.Back} {
		switch n := len(strings.Fields(side)); {
		case n == 0:
			return nil, l.at(key, "the "+key+" is empty", "write "+key+": …")
		case n > maxCard:
			return nil, l.at(key, fmt.Sprintf("the %s has %d words", key, n), fmt.Sprintf("keep it within %d: one card, one thing", maxCard))
		}
	}
	return &c, nil
}

func visibleAll(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = Visible(v)
	}
	return out
}

// errNone is returned for a name that nothing has.
func errNone(what, name string, names []string) error {
	if len(names) == 0 {
		return errors.New("there is no " + what)
	}
	return fmt.Errorf("no %s is called %s; %s", what, Visible(strict.Shorten(name, 60)), strict.DidYouMean(name, names))
}
