package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Keys and values of a recorded history are JSON scalars, those of an
// Operation are strings. Text is the string that stands for a scalar: equal
// scalars have equal texts, different ones different texts, and none is empty.
//
//	JSON       text
//	null       null
//	3, 3.0     3
//	"milk"     milk
//	"3"        "3"      a string that looks like JSON keeps its quotes
//	""         ""

// Text returns the text of a JSON scalar.
func Text(scalar []byte) (string, error) {
	scalar = bytes.TrimSpace(scalar)
	if len(scalar) == 0 {
		return "", fmt.Errorf("nothing is not a JSON value")
	}
	switch scalar[0] {
	case '{', '[':
		return "", fmt.Errorf("%s is not a single value: text, a number, true, false or null", excerpt(scalar))
	case '"':
		var s string
		if err := json.Unmarshal(scalar, &s); err != nil {
			return "", err
		}
		if strings.ContainsRune(s, utf8.RuneError) && bytes.Contains(bytes.ToLower(scalar), []byte(`\ud`)) {
			return "", fmt.Errorf("%s holds half of a character", excerpt(scalar))
		}
		return TextOf(s), nil
	}
	if !json.Valid(scalar) {
		return "", fmt.Errorf("%s is not a JSON value", excerpt(scalar))
	}
	if scalar[0] == '-' || scalar[0] >= '0' && scalar[0] <= '9' {
		return number(string(scalar))
	}
	return string(scalar), nil
}

// TextOf returns the text of a string.
func TextOf(s string) string {
	if s == "" || json.Valid([]byte(s)) {
		return string(quote(s))
	}
	return s
}

// Scalar returns the JSON scalar that a text stands for.
func Scalar(text string) json.RawMessage {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return quote(text)
}

func quote(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can always be encoded
	return bytes.TrimSpace(b.Bytes())
}

// plainDigits is how long a number may get without an exponent.
const plainDigits = 21

// number writes a valid JSON number in one way: 1e2, 100 and 100.0 are 100.
// It never goes through a float, which would make large numbers equal.
func number(literal string) (string, error) {
	rest, negative := strings.CutPrefix(literal, "-")
	mantissa, power, _ := strings.Cut(strings.ToLower(rest), "e")
	exponent := 0
	if power != "" {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil || exponent > 1e9 || exponent < -1e9 {
			return "", fmt.Errorf("the exponent of %s is too large", excerpt([]byte(literal)))
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	exponent -= len(fraction)
	digits := strings.TrimLeft(whole+fraction, "0")
	short := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(short)
	if short == "" {
		return "0", nil
	}
	sign := ""
	if negative {
		sign = "-"
	}
	switch point := len(short) + exponent; {
	case exponent >= 0 && point <= plainDigits:
		return sign + short + strings.Repeat("0", exponent), nil
	case exponent < 0 && point > 0:
		return sign + short[:point] + "." + short[point:], nil
	case exponent < 0 && point > -plainDigits:
		return sign + "0." + strings.Repeat("0", -point) + short, nil
	}
	return fmt.Sprintf("%s%se%d", sign, short, exponent), nil
}

// excerpt shows the beginning of what stands in a file, on one line.
func excerpt(b []byte) string {
	const most = 40
	if len(b) > most {
		return strconv.Quote(string(b[:most])) + "…"
	}
	return strconv.Quote(string(b))
}
