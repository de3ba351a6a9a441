package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"netsplit/content"
)

// readText reads a file that a person or a program wrote, or standard input for
// "-": in UTF-8 or, as PowerShell writes it, UTF-16, and at most so many bytes.
func (p *Program) readText(path string, most int64) (string, error) {
	in, name := p.Stdin, shownName(path)
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer file.Close()
		in = file
	} else if p.StdinTerminal {
		return "", usagef("standard input is a terminal: give a file, or pipe one in")
	}
	text, err := io.ReadAll(io.LimitReader(in, most+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("reading %s: %w", name, err)
	case int64(len(text)) > most:
		return "", fmt.Errorf("%s is larger than %s, the most that is read of such a file", name, megabytes(most))
	}
	decoded := content.Decode(text)
	if strings.ContainsRune(decoded, 0) {
		return "", fmt.Errorf("%s: this is a binary file, not text", name)
	}
	if line := notUTF8(text); line > 0 && !bytes.HasPrefix(text, []byte("\xff\xfe")) && !bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return "", fmt.Errorf("%s:%d: this is not UTF-8 text: save the file as UTF-8", name, line)
	}
	return decoded, nil
}

// shownName is the name of a file in messages.
func shownName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// notUTF8 is the first line that is not UTF-8, or 0.
func notUTF8(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	number := 0
	for line := range bytes.Lines(text) {
		if number++; !utf8.Valid(line) {
			break
		}
	}
	return number
}

// largestText is more than anybody writes by hand.
const largestText = 16 << 20

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }
