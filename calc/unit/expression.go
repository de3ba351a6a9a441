package unit

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Evaluated is the value of an expression, with the working that led to it.
type Evaluated struct {
	Value Measure
	Steps []Operation // in the order they were done
	As    string      // the unit asked for with "in", or ""
	Per   Measure     // one of that unit
	Notes []string    // choices of reading: KB is 1000 bytes
}

// Operation is one sum, product or power on the way.
type Operation struct {
	Name        string // "×"
	Left, Right Measure
	Value       Measure
}

// The bounds of an expression. A longer or deeper one is no estimate.
const (
	longestExpression = 500
	deepestExpression = 40
	mostOperations    = 60
)

// Evaluate works out an expression of quantities: 50000 * 255B, 10M/month * 1KB
// * 3y, (1TB - 200GB) / 50MB/s, 1Gbps in MB/s, 2^32. Months and years are the
// calendar's. Errors are *Error and name the argument.
func Evaluate(argument, text string, c Calendar) (Evaluated, error) {
	p := &expressionParser{argument: argument, text: text, calendar: c}
	if err := p.check(); err != nil {
		return Evaluated{}, err
	}
	value, err := p.sum()
	if err != nil {
		return Evaluated{}, err
	}
	p.out.Value = value
	if err := p.conversion(); err != nil {
		return Evaluated{}, err
	}
	if p.skip(); p.rest != "" {
		return Evaluated{}, p.fail("has "+Quote(p.rest)+" where an operator should be", "put *, /, + or - between quantities")
	}
	return p.out, nil
}

type expressionParser struct {
	argument, text string
	rest           string // what is not read yet
	depth          int
	calendar       Calendar
	out            Evaluated
}

func (p *expressionParser) fail(problem, cure string) error {
	return &Error{p.argument, p.text, problem, cure}
}

func (p *expressionParser) check() error {
	const example = "write one such as '50000 * 255B' or '10M/month * 1KB'"
	p.rest = strings.TrimSpace(p.text)
	switch {
	case p.rest == "":
		return p.fail("is empty", example)
	case len(p.rest) > longestExpression:
		return p.fail("is too long", "use at most "+strconv.Itoa(longestExpression)+" letters")
	case !utf8.ValidString(p.rest):
		return p.fail("is not text", example)
	case tooLong(p.rest):
		return p.fail("has too many digits", "give at most 30 a number")
	}
	return nil
}

func (p *expressionParser) skip() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// take reads one of several signs or words from the front.
func (p *expressionParser) take(signs ...string) bool {
	p.skip()
	for _, s := range signs {
		rest, ok := strings.CutPrefix(p.rest, s)
		if ok && (!isLetter(s[0]) || rest == "" || !isLetter(rest[0])) {
			p.rest = rest
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf }

// done notes an operation and its value, within the bounds.
func (p *expressionParser) done(name string, left, right, value Measure) (Measure, error) {
	switch {
	case len(p.out.Steps) == mostOperations:
		return value, p.fail("has too many operations", "split it into parts of at most "+strconv.Itoa(mostOperations))
	case bitsOf(value.Number()) > mostBits:
		return value, p.fail("is too large a number", "use smaller powers and fewer digits")
	case !value.dim.bounded():
		return value, p.fail("has a power of a unit that is too large", "divide by a unit where you multiplied")
	}
	p.out.Steps = append(p.out.Steps, Operation{name, left, right, value})
	return value, nil
}

func (p *expressionParser) sum() (Measure, error) {
	left, err := p.product()
	for err == nil {
		var right, value Measure
		switch {
		case p.take("+"):
			if right, err = p.product(); err == nil {
				if value, err = left.Plus(right); err == nil {
					left, err = p.done("+", left, right, value)
				}
			}
		case p.take("-", "−"):
			if right, err = p.product(); err == nil {
				if value, err = left.Minus(right); err == nil {
					left, err = p.done("−", left, right, value)
				}
			}
		default:
			return left, nil
		}
	}
	return left, p.named(err)
}

// named puts the argument into an error of Measure's.
func (p *expressionParser) named(err error) error {
	if e, ok := err.(*Error); ok && e.Text == "" {
		e.Argument, e.Text = p.argument, p.text
	}
	return err
}

func (p *expressionParser) product() (Measure, error) {
	left, err := p.power()
	for err == nil {
		switch {
		case p.take("*", "×", "x") || left.share && p.take("of"): // 50% of 100M
			var right Measure
			if right, err = p.power(); err == nil {
				left, err = p.done("×", left, right, left.Times(right))
			}
		case p.take("/", "÷", "per"):
			left, err = p.quotient(left)
		default:
			return left, nil
		}
	}
	return left, err
}

// quotient divides. By one of a unit, as in 10M/month, it is not worth a step.
// What is divided by may be a rate, with its unit written close: 2TB / 200MB/s
// is a time, as people mean it.
func (p *expressionParser) quotient(left Measure) (Measure, error) {
	sign := len(p.text) - len(p.rest) // behind it
	apart := strings.HasPrefix(p.rest, " ") || sign > 1 && sign <= len(p.text) && p.text[sign-2] == ' '
	p.skip()
	unit := p.rest != "" && isLetter(p.rest[0])
	number := p.rest != "" && (isDigit(p.rest[0]) || p.rest[0] == '.' || p.rest[0] == '$')
	right, err := p.power()
	if err == nil && number && (apart || right.dim != Dimension{}) {
		right, err = p.rate(right)
	}
	if err != nil {
		return left, err
	}
	value, ok := left.Over(right)
	if !ok {
		return left, p.fail("divides by zero", "put another number after the /")
	}
	if unit && value.dim.bounded() && bitsOf(value.Number()) <= mostBits {
		return value, nil
	}
	return p.done("÷", left, right, value)
}

// rate reads the units that a quantity is divided by with no blank before: the
// /s of 200MB/s. With "per" there is one.
func (p *expressionParser) rate(m Measure) (Measure, error) {
	whole := m.dim != Dimension{}
	for first := true; ; first = false {
		rest, follows := strings.CutPrefix(p.rest, "/")
		if !follows || rest == "" || !isLetter(rest[0]) {
			if rest, follows = strings.CutPrefix(strings.TrimLeft(p.rest, " "), "per "); !follows || !whole {
				return m, nil
			}
		}
		if first {
			p.note("what is divided by is a rate: one unit by another, written close, is one quantity; brackets say otherwise")
		}
		p.rest = rest
		p.skip()
		u, err := p.unit()
		if err != nil {
			return m, err
		}
		over, ok := m.Over(u)
		if !ok || !over.dim.bounded() {
			return m, p.fail("has a power of a unit that is too large", "divide by a unit where you multiplied")
		}
		m = over
	}
}

// power reads a number to a power, and the unit it is of: 2^40 B.
func (p *expressionParser) power() (Measure, error) {
	base, err := p.one()
	if err != nil || !p.take("^", "**") {
		return base, err
	}
	raised, err := p.raised(base)
	if p.skip(); err == nil && raised.dim == (Dimension{}) && p.unitFollows() {
		u, err := p.unit()
		return raised.Times(u), err
	}
	return raised, err
}

func (p *expressionParser) raised(base Measure) (Measure, error) {
	negative := p.take("-", "−")
	p.skip()
	value, rest, ok := longNumber(p.rest)
	if !ok || !value.IsInt() || value.Cmp(big.NewRat(mostPower, 1)) > 0 {
		return base, p.fail("has a power that is no whole number up to "+strconv.Itoa(mostPower), "write one such as 2^32")
	}
	p.rest = rest
	n := int(value.Num().Int64())
	if negative {
		n = -n
	}
	result, err := base.Power(n)
	if err != nil {
		return base, p.named(err)
	}
	return p.done("^", base, MeasureOf(big.NewRat(int64(n), 1), Dimension{}), result)
}

// one reads a quantity: a number with a unit, money, a unit alone, something in
// brackets, or any of these below zero.
func (p *expressionParser) one() (Measure, error) {
	if p.depth++; p.depth > deepestExpression {
		return Measure{}, p.fail("is nested too deeply", "use at most "+strconv.Itoa(deepestExpression)+" brackets")
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("-", "−"):
		m, err := p.one()
		m.value = new(big.Rat).Neg(m.Number())
		return m, err
	case p.take("("):
		m, err := p.sum()
		if err == nil && !p.take(")") {
			err = p.fail("has a ( without a )", "close the bracket")
		}
		return m, err
	}
	for _, symbol := range []string{"$", "€"} {
		if p.take(symbol) {
			u, _ := unitNamed(symbol, p.calendar)
			m, err := p.quantity()
			return m.Times(u), err
		}
	}
	if p.skip(); p.rest != "" && (isLetter(p.rest[0]) || p.rest[0] == '%') {
		return p.unit()
	}
	return p.quantity()
}

// quantity reads a number with its unit. Times may have several parts: 1h 30m.
func (p *expressionParser) quantity() (Measure, error) {
	p.skip()
	value, rest, ok := numberUpTo(p.rest, 4) // as far as powers are printed
	if !ok {
		at := "ends where a number should be"
		if p.rest != "" {
			at = "has " + Quote(p.rest) + " where a number should be"
		}
		return Measure{}, p.fail(at, "write one such as '50000 * 255B'")
	}
	p.rest = rest
	m := MeasureOf(value, Dimension{})
	if p.skip(); !p.unitFollows() {
		return m, nil
	}
	u, err := p.unit()
	if err != nil {
		return m, err
	}
	for p.skip(); u.dim == (Dimension{}) && !u.share && p.unitFollows(); p.skip() { // 50k rps, 3 million requests
		next, err := p.unit()
		if err != nil {
			return m, err
		}
		u = u.Times(next)
		if next.dim != (Dimension{}) {
			break
		}
	}
	scaled := m.Times(u)
	scaled.share = u.share
	if p.skip(); u.dim == (Dimension{Time: 1}) && p.rest != "" && isDigit(p.rest[0]) {
		more, err := p.quantity()
		if err != nil {
			return m, err
		}
		sum, err := scaled.Plus(more)
		return sum, p.named(err)
	}
	return scaled, nil
}

// unitFollows says whether what comes next is a unit: letters that are no
// operator.
func (p *expressionParser) unitFollows() bool {
	if p.rest == "" || !isLetter(p.rest[0]) && p.rest[0] != '%' && p.rest[0] != '$' || strings.HasPrefix(p.rest, "×") ||
		strings.HasPrefix(p.rest, "÷") || strings.HasPrefix(p.rest, "−") {
		return false
	}
	name, _ := unitWord(p.rest)
	return name != "x" && name != "per" && name != "in" && name != "to" && name != "of"
}

func (p *expressionParser) unit() (Measure, error) {
	name, rest := unitWord(p.rest)
	u, ok := unitNamed(name, p.calendar)
	if !ok && isThing(name) {
		u, ok = MeasureOf(big.NewRat(1, 1), Dimension{}), true
		p.note(name + " are counted, and have no unit")
	}
	if !ok {
		return u, p.fail(unknownUnit(name))
	}
	p.rest = rest
	if strings.HasPrefix(name, "K") && u.dim == (Dimension{Data: 1}) && !strings.HasPrefix(name, "Ki") {
		p.note(name + " is 1000 bytes; 1024 are a KiB")
	}
	return u, nil
}

func (p *expressionParser) note(text string) {
	for _, n := range p.out.Notes {
		if n == text {
			return
		}
	}
	p.out.Notes = append(p.out.Notes, text)
}

// unitWord cuts a unit's name off the front of text.
func unitWord(text string) (name, rest string) {
	for _, sign := range []string{"%", "$", "€"} {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			return sign, rest
		}
	}
	end := 0
	for end < len(text) && isLetter(text[end]) && !operatorAt(text[end:]) {
		end++
	}
	return text[:end], text[end:]
}

func operatorAt(text string) bool {
	return strings.HasPrefix(text, "×") || strings.HasPrefix(text, "÷") || strings.HasPrefix(text, "−")
}

// conversion reads "in GiB" or "to MB/s" at the end.
func (p *expressionParser) conversion() error {
	if !p.take("in", "to") {
		return nil
	}
	p.skip()
	name := p.rest
	steps := len(p.out.Steps)
	per, err := p.product()
	if err != nil {
		return err
	}
	p.out.Steps = p.out.Steps[:steps]
	if per.dim != p.out.Value.dim || per.Number().Sign() <= 0 {
		return p.fail("asks for "+p.out.Value.described()+" in "+per.dim.String(), "name a unit of "+p.out.Value.dim.String())
	}
	p.out.As, p.out.Per = strings.Join(strings.Fields(strings.TrimSuffix(name, p.rest)), " "), per
	return nil
}

// In is the value in the unit that was asked for, or else in the one that
// leaves few digits, with the unit's name.
func (e Evaluated) In() (value *big.Rat, name string) {
	if e.As != "" {
		return new(big.Rat).Quo(e.Value.Number(), e.Per.Number()), e.As
	}
	return e.Value.Scaled()
}

// Scaled is the number in the unit that String prints it in, and the unit's
// name: 12.75 and "MB". A time is in its largest whole unit.
func (m Measure) Scaled() (value *big.Rat, name string) {
	switch {
	case m.share:
		return new(big.Rat).Mul(m.Number(), big.NewRat(100, 1)), "%"
	case m.dim == Dimension{}:
		return m.Number(), ""
	case m.dim == Dimension{Time: 1}:
		return timeScaled(m.Number())
	}
	s := m.scale()
	return new(big.Rat).Quo(m.Number(), s.size), strings.TrimSpace(s.name)
}

func timeScaled(seconds *big.Rat) (*big.Rat, string) {
	abs := new(big.Rat).Abs(seconds)
	for _, u := range wholeUnits() {
		if abs.Cmp(u.seconds) >= 0 {
			return new(big.Rat).Quo(seconds, u.seconds), u.name
		}
	}
	return seconds, "s"
}
