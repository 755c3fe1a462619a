// This file tests the way of messages to wire frames and back.

package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files")

const testKey Key = "a0436f6c-1916-498b-8eb9-e81ab9368e84"

// frames returns a valid request as a client would send it, for tests to damage.
func frames(t *testing.T) [][]byte {
	t.Helper()
	m, err := NewSession("tester").New(TypeExecuteRequest, Header{}, ExecuteRequest{Code: "1+1"})
	if err != nil {
		t.Fatal(err)
	}
	m.Identities = [][]byte{[]byte("client"), {0, 1}}
	m.Buffers = [][]byte{{0xf0, 0x9f}, {}}
	f, err := testKey.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRoundTrip(t *testing.T) {
	for _, key := range []Key{testKey, ""} {
		session := NewSession("tester")
		parent := Header{ID: "1", Session: "s", Username: "u", Date: "d", Type: TypeExecuteRequest, Version: "5.3", SubshellID: "sub"}
		sent, err := session.New(TypeStream, parent, Stream{Name: Stdout, Text: "é\n"})
		if err != nil {
			t.Fatal(err)
		}
		sent.Identities = [][]byte{[]byte("stream")}
		sent.Metadata = json.RawMessage(`{"a": 1}`)
		sent.Buffers = [][]byte{{1, 2}, {}}
		f, err := key.Encode(sent)
		if err != nil {
			t.Fatal(err)
		}
		got, err := key.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		if got.Header.ID != sent.Header.ID || got.Header.Session != session.ID || got.Header.Type != TypeStream || got.Header.Version != Version {
			t.Errorf("header came back as %+v", got.Header)
		}
		got.Parent.original = ""
		if got.Parent != parent {
			t.Errorf("parent came back as %+v", got.Parent)
		}
		if string(got.Identities[0]) != "stream" || string(got.Metadata) != `{"a": 1}` || len(got.Buffers) != 2 || !bytes.Equal(got.Buffers[0], []byte{1, 2}) {
			t.Errorf("came back as %+v", got)
		}
		content, err := ContentOf[Stream](got)
		if err != nil || content != (Stream{Name: Stdout, Text: "é\n"}) {
			t.Errorf("content came back as %+v, %v", content, err)
		}
		if (got.Signature == "") != (key == "") {
			t.Errorf("key %q: signature %q", key, got.Signature)
		}
	}
}

// A reply carries its request's header byte for byte, with fields this package does not know.
func TestParentVerbatim(t *testing.T) {
	header := `{"msg_id":"1", "msg_type":"kernel_info_request","future":[1.50],"date":"2026-01-02T03:04:05Z"}`
	signed := [][]byte{[]byte(header), []byte("{}"), []byte("{}"), []byte("{}")}
	request, err := testKey.Decode(append([][]byte{[]byte("id"), []byte(Delimiter), testKey.sign(signed)}, signed...))
	if err != nil {
		t.Fatal(err)
	}
	reply, err := NewSession("kernel").Reply(request, TypeKernelInfoReply, StatusReply{StatusOK})
	if err != nil {
		t.Fatal(err)
	}
	f, err := testKey.Encode(reply)
	if err != nil {
		t.Fatal(err)
	}
	if string(f[0]) != "id" || string(f[4]) != header {
		t.Errorf("reply to %q carries parent %s", f[0], f[4])
	}
}

// The signature that jupyter_client 8.10.0 makes for these frames, so that both sides agree on what is signed.
func TestSignatureOfJupyterClient(t *testing.T) {
	signed := [][]byte{[]byte(`{"msg_id":"m"}`), []byte(`{}`), []byte(`{}`), []byte(`{"code":"1"}`)}
	const want = "3bca591a5e06cdc80a003a54a03ba67498c4b88d6dfe57009b4db81aa9f3c4e4"
	if got := string(testKey.sign(signed)); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	replace := func(i int, text string) func([][]byte) [][]byte {
		return func(f [][]byte) [][]byte {
			f[i] = []byte(text)
			f[3] = testKey.sign(f[4:8])
			return f
		}
	}
	deep := strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000)
	tests := []struct {
		name   string
		damage func([][]byte) [][]byte
		kind   error
		text   string
	}{
		{"nothing", func(f [][]byte) [][]byte { return nil }, ErrFrames, "no <IDS|MSG> among 0 frames"},
		{"no delimiter", func(f [][]byte) [][]byte { return f[3:] }, ErrFrames, "no <IDS|MSG> among 7 frames"},
		{"missing frames", func(f [][]byte) [][]byte { return f[:6] }, ErrFrames, "3 frames after <IDS|MSG>, want at least 5"},
		{"unsigned", func(f [][]byte) [][]byte { f[3] = nil; return f }, ErrSignature, "not signed"},
		{"other key", func(f [][]byte) [][]byte { f[3] = Key("other").sign(f[4:8]); return f }, ErrSignature, "wrong message signature"},
		{"altered", func(f [][]byte) [][]byte { f[7] = []byte(`{"code":"2"}`); return f }, ErrSignature, "wrong message signature"},
		{"header list", replace(4, `[]`), ErrHeader, `header: not a JSON object: "[]"`},
		{"header cut", replace(4, `{"msg_id":`), ErrHeader, `unexpected end of JSON input`},
		{"header type", replace(4, `{"msg_id":1,"msg_type":"x"}`), ErrHeader, "msg_id"},
		{"no type", replace(4, `{"msg_id":"1"}`), ErrHeader, "no msg_type"},
		{"no id", replace(4, `{"msg_type":"x_request"}`), ErrHeader, "no msg_id"},
		{"parent", replace(5, `null`), ErrHeader, `parent header of execute_request: not a JSON object: "null"`},
		{"metadata", replace(6, `{]`), ErrBody, "metadata of execute_request"},
		{"content", replace(7, `"code"`), ErrBody, `content of execute_request is not a JSON object: "\"code\""`},
		{"empty content", replace(7, ``), ErrBody, "content of execute_request"},
		{"deep content", replace(7, deep), ErrBody, "bytes more"},
		{"not UTF-8 header", replace(4, "{\xff}"), ErrHeader, "invalid character"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := testKey.Decode(test.damage(frames(t)))
			if !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("error %v, want %v with %q", err, test.kind, test.text)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, m := range []Message{
		{Header: Header{Type: "x"}, Content: json.RawMessage(`[1]`)},
		{Header: Header{Type: "x"}, Metadata: json.RawMessage(`null`)},
	} {
		if _, err := testKey.Encode(m); !errors.Is(err, ErrBody) {
			t.Errorf("%s %s: %v, want %v", m.Metadata, m.Content, err, ErrBody)
		}
	}
	if _, err := NewSession("").New("x", Header{}, func() {}); err == nil {
		t.Error("a func became content")
	}
}

func TestContentOf(t *testing.T) {
	r, err := ContentOf[ExecuteRequest](Message{Content: json.RawMessage(`{"code":"x","future":1}`)})
	if err != nil || !r.StoreHistory || !r.StopOnError || r.Silent || r.AllowStdin {
		t.Errorf("defaults are %+v, %v", r, err)
	}
	r, err = ContentOf[ExecuteRequest](Message{Content: json.RawMessage(`{"silent":true,"store_history":true,"stop_on_error":false}`)})
	if err != nil || r.StoreHistory || r.StopOnError {
		t.Errorf("silent request is %+v, %v", r, err)
	}
	_, err = ContentOf[ExecuteRequest](Message{Header: Header{Type: TypeExecuteRequest}, Content: json.RawMessage(`{"code":5}`)})
	if err == nil || !strings.Contains(err.Error(), "execute_request") || !strings.Contains(err.Error(), "code") {
		t.Errorf("error %v names neither message nor field", err)
	}
}

// TestContents keeps the JSON form of every content in a golden file, where a changed field name shows.
func TestContents(t *testing.T) {
	contents := []any{
		ExecuteRequest{Code: "1", UserExpressions: map[string]string{"a": "b"}},
		ExecuteReply{Status: StatusOK, ExecutionCount: 1, UserExpressions: map[string]any{}, Payload: []struct{}{}},
		ExecuteReply{Status: StatusError, ExecutionCount: 2, Failure: &Failure{Name: "n", Value: "v", Traceback: []string{"t"}}},
		Evaluation{Status: StatusOK, Data: map[string]any{"text/plain": "1"}, Metadata: map[string]any{}},
		NewErrorReply(Failure{Name: "n", Value: "v"}),
		InspectRequest{Code: "x", CursorPos: 1, DetailLevel: 1},
		InspectReply{Status: StatusOK, Data: map[string]any{}, Metadata: map[string]any{}},
		CompleteRequest{Code: "x", CursorPos: 1},
		CompleteReply{Status: StatusOK, Matches: []string{}, Metadata: map[string]any{TypedMatchesKey: []TypedMatch{{Text: "Println", Type: "function", Start: 1, End: 2}}}},
		HistoryRequest{AccessType: "tail", N: 3},
		HistoryReply{Status: StatusOK, History: [][3]any{{1, 2, "x"}, {1, 3, [2]any{"in", nil}}}},
		IsCompleteRequest{Code: "x"}, IsCompleteReply{Status: "incomplete", Indent: new("\t")}, IsCompleteReply{Status: "complete"},
		AbortedReply{Status: StatusAborted, ExecutionCount: 3},
		ConnectReply{Status: StatusOK, ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5},
		CommInfoRequest{}, CommInfoReply{Status: StatusOK, Comms: map[string]CommInfo{"id": {TargetName: "t"}}},
		KernelInfoReply{Status: StatusOK, ProtocolVersion: "5.5", HelpLinks: []HelpLink{{Text: "Go", URL: "https://go.dev"}}, SupportedFeatures: []string{}},
		ShutdownRequest{Restart: true}, ShutdownReply{Status: StatusOK, Restart: true},
		SubshellReply{Status: StatusOK, SubshellID: "1"}, DeleteSubshellRequest{SubshellID: "1"}, ListSubshellReply{Status: StatusOK, SubshellID: []string{"1"}},
		UsageReply{Status: StatusOK, Hostname: "h", PID: 1, KernelCPU: 2.5, KernelMemory: 3, CPUCount: 4, HostMemory: &MemoryUsage{Total: 5, Available: 6}},
		InputRequest{Prompt: "p", Password: true}, InputReply{Value: "v"},
		Status{ExecutionState: StateBusy}, Stream{Name: Stderr, Text: "x"},
		DisplayData{Data: map[string]any{"text/plain": "x"}, Metadata: map[string]any{}, Transient: Transient{DisplayID: "d"}},
		ExecuteInput{Code: "x", ExecutionCount: 1}, ExecuteResult{ExecutionCount: 1, Data: map[string]any{}, Metadata: map[string]any{}},
		ClearOutput{Wait: true}, IOPubWelcome{},
		CommOpen{ID: "c", TargetName: "t", Data: json.RawMessage("{}")}, CommMsg{ID: "c", Data: json.RawMessage("{}")},
	}
	var got bytes.Buffer
	for _, c := range contents {
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("%T: %v", c, err)
		}
		got.Write(append(line, '\n'))
	}
	const golden = "testdata/contents.jsonl"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("contents changed (-update accepts):\n%s", got.Bytes())
	}
}

func TestReplyType(t *testing.T) {
	for request, reply := range map[Type]Type{TypeExecuteRequest: TypeExecuteReply, "new_request": "new_reply", TypeCommOpen: "", TypeStatus: ""} {
		if got := request.ReplyType(); got != reply {
			t.Errorf("%s is answered by %q, want %q", request, got, reply)
		}
	}
}

// FuzzDecode feeds frames, separated by 0xFE bytes so that their number varies too. Whatever decodes must encode to
// frames that decode to the same message.
func FuzzDecode(f *testing.F) {
	const separator = "\xfe"
	f.Add([]byte("id" + separator + Delimiter + separator + separator + `{"msg_id":"1","msg_type":"x_request"}` + separator + "{}" + separator + "{}" + separator + "{}" + separator + "buffer"))
	f.Add([]byte(Delimiter + separator + separator + `{}` + separator + "{}" + separator + "{}" + separator + "{}"))
	f.Add([]byte(Delimiter))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bytes.Split(data, []byte(separator))
		if _, err := testKey.Decode(in); err == nil {
			t.Fatal("frames without the key were accepted")
		}
		m, err := Key("").Decode(in)
		if err != nil {
			return
		}
		out, err := testKey.Encode(m)
		if err != nil {
			t.Fatalf("decoded but does not encode: %v", err)
		}
		again, err := testKey.Decode(out)
		if err != nil {
			t.Fatalf("encoded but does not decode: %v", err)
		}
		if again.Parent != m.Parent || again.Header.ID != m.Header.ID || !bytes.Equal(again.Content, m.Content) || len(again.Buffers) != len(m.Buffers) {
			t.Errorf("%+v came back as %+v", m, again)
		}
	})
}
