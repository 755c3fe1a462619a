// This file turns messages into signed wire frames and back.

package protocol

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// A Key signs and verifies messages with HMAC-SHA256. The empty key means that messages are neither signed nor verified.
type Key string

// Reasons for which Decode refuses frames, for errors.Is. The returned error says more.
var (
	ErrFrames    = errors.New("not a Jupyter message")   // no delimiter, or too few frames after it
	ErrSignature = errors.New("wrong message signature") // signed with another key, altered, or not signed
	ErrHeader    = errors.New("bad message header")      // header or parent is not the JSON object it must be
	ErrBody      = errors.New("bad message body")        // metadata or content is not a JSON object
)

// signedFrames is the number of frames under the signature: header, parent header, metadata, content.
const signedFrames = 4

// Encode returns the frames of m: identities, delimiter, signature, the four JSON frames, buffers. The frames share
// memory with m where they can. It fails when Metadata or Content is not a JSON object.
func (k Key) Encode(m Message) ([][]byte, error) {
	header, err := m.Header.encode()
	if err != nil {
		return nil, fmt.Errorf("protocol: header of %s: %w", m.Header.Type, err)
	}
	parent, err := m.Parent.encode()
	if err != nil {
		return nil, fmt.Errorf("protocol: parent header of %s: %w", m.Header.Type, err)
	}
	signed := [signedFrames][]byte{header, parent, orEmptyObject(m.Metadata), orEmptyObject(m.Content)}
	for i, name := range [...]string{2: "metadata", 3: "content"} {
		if name != "" && !isObject(signed[i]) {
			return nil, fmt.Errorf("protocol: %w: %s of %s is not a JSON object: %s", ErrBody, name, m.Header.Type, excerpt(signed[i]))
		}
	}
	frames := make([][]byte, 0, len(m.Identities)+2+signedFrames+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, []byte(Delimiter), k.sign(signed[:]))
	frames = append(frames, signed[:]...)
	return append(frames, m.Buffers...), nil
}

// Decode verifies the signature of frames and takes them apart. The message shares memory with frames. The error wraps
// ErrFrames, ErrSignature, ErrHeader or ErrBody and says what is wrong; only the first two can come from a sender that
// does not hold the key.
func (k Key) Decode(frames [][]byte) (Message, error) {
	at := delimiter(frames)
	if at < 0 {
		return Message{}, fmt.Errorf("protocol: %w: no %s among %d frames", ErrFrames, Delimiter, len(frames))
	}
	rest := frames[at+1:]
	if len(rest) < 1+signedFrames {
		return Message{}, fmt.Errorf("protocol: %w: %d frames after %s, want at least %d", ErrFrames, len(rest), Delimiter, 1+signedFrames)
	}
	signature, signed := rest[0], rest[1:1+signedFrames]
	if err := k.verify(signature, signed); err != nil {
		return Message{}, err
	}
	m := Message{
		Identities: frames[:at:at],
		Metadata:   signed[2],
		Content:    signed[3],
		Buffers:    rest[1+signedFrames:],
		Signature:  string(signature),
	}
	var err error
	if m.Header, err = decodeHeader(signed[0]); err != nil {
		return Message{}, fmt.Errorf("protocol: %w: header: %w", ErrHeader, err)
	}
	switch {
	case m.Header.Type == "":
		return Message{}, fmt.Errorf("protocol: %w: no msg_type in %s", ErrHeader, excerpt(signed[0]))
	case m.Header.ID == "":
		return Message{}, fmt.Errorf("protocol: %w: no msg_id in %s", ErrHeader, excerpt(signed[0]))
	}
	if m.Parent, err = decodeHeader(signed[1]); err != nil {
		return Message{}, fmt.Errorf("protocol: %w: parent header of %s: %w", ErrHeader, m.Header.Type, err)
	}
	if !validObject(m.Metadata) {
		return Message{}, fmt.Errorf("protocol: %w: metadata of %s is not a JSON object: %s", ErrBody, m.Header.Type, excerpt(m.Metadata))
	}
	if !validObject(m.Content) {
		return Message{}, fmt.Errorf("protocol: %w: content of %s is not a JSON object: %s", ErrBody, m.Header.Type, excerpt(m.Content))
	}
	return m, nil
}

// sign returns the hex signature over frames, empty for the empty key.
func (k Key) sign(frames [][]byte) []byte {
	if k == "" {
		return []byte{}
	}
	mac := hmac.New(sha256.New, []byte(k))
	for _, f := range frames {
		mac.Write(f)
	}
	var sum [sha256.Size]byte
	return hex.AppendEncode(nil, mac.Sum(sum[:0]))
}

// verify compares in constant time, so that a sender cannot find a signature byte by byte.
func (k Key) verify(signature []byte, frames [][]byte) error {
	if k == "" {
		return nil
	}
	if len(signature) == 0 {
		return fmt.Errorf("protocol: %w: the message is not signed", ErrSignature)
	}
	if !hmac.Equal(signature, k.sign(frames)) {
		return fmt.Errorf("protocol: %w: %s", ErrSignature, excerpt(signature))
	}
	return nil
}

// delimiter returns the index of the delimiter frame, -1 if there is none.
func delimiter(frames [][]byte) int {
	for i, f := range frames {
		if string(f) == Delimiter {
			return i
		}
	}
	return -1
}

// decodeHeader reads a header frame; {} is the zero Header.
func decodeHeader(frame []byte) (Header, error) {
	if !isObject(frame) {
		return Header{}, fmt.Errorf("not a JSON object: %s", excerpt(frame))
	}
	var h Header
	if err := json.Unmarshal(frame, &h); err != nil {
		return Header{}, fmt.Errorf("%w in %s", err, excerpt(frame))
	}
	if !h.IsZero() {
		h.original = string(frame)
	}
	return h, nil
}

func orEmptyObject(frame []byte) []byte {
	if len(frame) == 0 {
		return []byte("{}")
	}
	return frame
}

// isObject reports whether frame starts like a JSON object; Marshal output and RawMessages need no deeper look.
func isObject(frame []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(frame, " \t\r\n"), []byte("{"))
}

// validObject reports whether frame is one JSON object.
func validObject(frame []byte) bool { return isObject(frame) && json.Valid(frame) }

// excerpt quotes the beginning of bytes from outside for an error text.
func excerpt(b []byte) string {
	const limit = 80
	if len(b) <= limit {
		return fmt.Sprintf("%q", b)
	}
	return fmt.Sprintf("%q and %d bytes more", b[:limit], len(b)-limit)
}
