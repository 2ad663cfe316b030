// Verifies a final receipt of Layani with nothing but Go and Debian's golang-golang-x-mod-dev.
//
// It shares no code with Layani. Whoever distrusts the office, and Layani, can read these lines and run them:
//
//	sudo apt-get install -y golang-go golang-golang-x-mod-dev
//	GO111MODULE=off GOPATH=/usr/share/gocode go run main.go RECEIPT.tlog-proof LOGKEY
//
// Exit code 0: proven. 1: not proven, with the reason.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// opening is what the receipt's "extra" line holds: the act itself and the secrets that tie it to its public leaf.
type opening struct {
	Body string `json:"body"`
	K    []byte `json:"k"`
	Leaf string `json:"leaf"`
	Salt []byte `json:"salt"`
	Seq  uint64 `json:"seq"`
	V    int    `json:"v"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: main RECEIPT.tlog-proof LOGKEY")
		os.Exit(2)
	}
	file, err := os.ReadFile(os.Args[1])
	must(err)
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)

	head, checkpoint := split(string(file))
	index, proof, open := parse(head)
	size, root := signedTree(checkpoint, verifier)
	mustFit(open)
	must(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash([]byte(open.Leaf))))

	fmt.Printf("PROVEN: entry number %d, counted from 0, of the first %d in the record %s\n", index, size, verifier.Name())
	fmt.Printf("act number %d of this case, recorded as:\n%s", open.Seq+1, open.Leaf)
	fmt.Printf("content: %q\n", open.Body)
}

// split cuts a c2sp.org/tlog-proof@v1 file into the lines of the proof and the signed checkpoint.
func split(file string) ([]string, string) {
	parts := strings.SplitN(file, "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		must(errors.New("this is not a tlog-proof with an opening"))
	}
	return lines[1:], parts[1]
}

// parse reads "extra", "index" and the hashes.
func parse(lines []string) (int64, tlog.RecordProof, opening) {
	if !strings.HasPrefix(lines[0], "extra ") || !strings.HasPrefix(lines[1], "index ") {
		must(errors.New("the lines 'extra' and 'index' are not where they must be"))
	}
	data, err := base64.StdEncoding.DecodeString(lines[0][len("extra "):])
	must(err)
	var open opening
	must(json.Unmarshal(data, &open))
	index, err := strconv.ParseInt(lines[1][len("index "):], 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	return index, proof, open
}

// signedTree returns the size and root of a checkpoint that the log signed under its own name.
func signedTree(checkpoint string, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		must(errors.New("the checkpoint is of another log"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return size, root
}

// mustFit checks that the leaf is this act of this case and commits to this content.
func mustFit(open opening) {
	lines := strings.Split(open.Leaf, "\n")
	if open.V != 1 || len(lines) != 6 || (lines[0] != "case-event/v1" && lines[0] != "case-event/v2") || len(open.K) != 32 || len(open.Salt) != 32 {
		must(errors.New("the opening is not of version 1"))
	}
	var seq [8]byte
	binary.BigEndian.PutUint64(seq[:], open.Seq)
	mac := hmac.New(sha256.New, open.K)
	mac.Write(append([]byte("case-tag/v1\x00"), seq[:]...))
	if hex.EncodeToString(mac.Sum(nil)[:16]) != lines[1] {
		must(errors.New("the leaf is not this act of this case"))
	}
	body := sha256.Sum256([]byte(open.Body))
	sealed := sha256.Sum256(bytes.Join([][]byte{[]byte("case-commit/v1\x00"), open.Salt, body[:]}, nil))
	if base64.StdEncoding.EncodeToString(sealed[:]) != lines[3] {
		must(errors.New("the content is not what the leaf commits to"))
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT PROVEN:", err)
		os.Exit(1)
	}
}
