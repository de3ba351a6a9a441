package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"netsplit/calc"
	"netsplit/calc/unit"
	traces "netsplit/engine/replay"
)

const (
	columnsForm = "write --columns key=2, or key=2,size=3"
	mostColumns = 1000
)

// parseColumns reads key=2,size=3, key=1+2 and key=1,count=2.
func parseColumns(text string) (c traces.Columns, err error) {
	if text == "" {
		return c, nil
	}
	given := map[string]bool{}
	for _, item := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		name = strings.TrimSpace(name)
		if given[name] {
			return c, usageError{fmt.Errorf("--columns names %s twice: columns that belong together have a + between them, %s=1+2", unit.Quote(name), name)}
		}
		given[name] = true
		list, err := parseColumnList(item, value)
		if err != nil {
			return c, err
		}
		switch {
		case name == "key":
			c.Key = list
		case name == "size":
			c.Size = list
		case name == "count" && len(list) == 1:
			c.Count = list[0]
		case name == "count":
			return c, usageError{errors.New("--columns: count is one column: write --columns key=1,count=2")}
		default:
			return c, usageError{fmt.Errorf("--columns: %s is not key, size or count: %s", unit.Quote(name), columnsForm)}
		}
	}
	if len(c.Key) == 0 {
		return c, usageError{errors.New("--columns names no key: " + columnsForm)}
	}
	return c, nil
}

func parseColumnList(item, value string) (list []int, err error) {
	for _, word := range strings.Split(value, "+") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > mostColumns || len(list) == mostColumns {
			return nil, usageError{fmt.Errorf("--columns: %s does not give a column from 1 to %d: %s", unit.Quote(item), mostColumns, columnsForm)}
		}
		list = append(list, n)
	}
	return list, nil
}

// assumeRead says what of the file was not taken as it stands.
func assumeRead(sheet *calc.Worksheet, r *traces.Reader) {
	if r.Heading() {
		sheet.Assume("first line", "is a heading", "it names columns: it was passed over")
	}
	if n := r.Comments(); n > 0 {
		sheet.Assume("comments", strconv.Itoa(n)+" passed over", "lines that begin with # and a blank, above the first request or too long or short to be one")
	}
	if r.Whole() {
		sheet.Assume("a line", "is a key as a whole", "although the first has a comma in it: if these are columns, name them with --columns key=1")
	}
}
