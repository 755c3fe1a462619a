"""Runs jupyter_kernel_test against an installed arraybook kernel.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    arraybook install --prefix venv
    venv/bin/python test_kernel.py

Every test of the suite that a Go kernel can answer runs. The pager test is the exception: payloads are deprecated in the
protocol, and this kernel sends none. The class below it holds what the suite leaves out.
"""

import signal
import unittest

import jupyter_kernel_test


class ArraybookTests(jupyter_kernel_test.KernelTests):
    kernel_name = "arraybook"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "test")'
    code_generate_error = 'panic("oops")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": 'strings.ToUpper("go")', "result": "GO"},
    ]
    code_display_data = [
        {"code": 'Display(HTML("<b>x</b>"))', "mime": "text/html"},
        {"code": "Display(Heatmap(Eye[float64](3)))", "mime": "text/html"},
    ]
    code_clear_output = "ClearOutput(false)"

    completion_samples = [
        {"text": "fmt.Printl", "matches": {"Println"}},
        {"text": "strings.ToUpp", "matches": {"ToUpper", "ToUpperSpecial"}},
    ]
    code_inspect_sample = "fmt.Println"
    complete_code_samples = ["x := 1", "for i := range 3 {\n\tfmt.Println(i)\n}", "func f() int { return 1 }"]
    incomplete_code_samples = ["for i := range 3 {", "func f(", "s := `raw"]
    invalid_code_samples = ["x := }"]

    code_history_pattern = "6 * ?*"
    supported_history_operations = ("tail", "range", "search")


class InteractiveTests(unittest.TestCase):
    """Input, interrupt and restart, which the suite does not try."""

    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = jupyter_kernel_test.start_new_kernel(kernel_name="arraybook")

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def run_cell(self, code, **options):
        text = []

        def hook(message):
            if message["msg_type"] == "stream":
                text.append(message["content"]["text"])

        reply = self.kc.execute_interactive(code, output_hook=hook, timeout=30, **options)
        return reply["content"], "".join(text)

    def test_input(self):
        content, text = self.run_cell(
            'var name string\nfmt.Scan(&name)\nfmt.Println("hello,", name)',
            allow_stdin=True,
            stdin_hook=lambda message: self.kc.input("Ada"),
        )
        self.assertEqual(content["status"], "ok")
        self.assertIn("hello, Ada", text)

    def test_interrupt(self):
        request = self.kc.execute('fmt.Println("running")\nfor {\n}')
        while self.kc.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        self.km.interrupt_kernel()
        reply = self.kc.get_shell_msg(timeout=30)
        self.assertEqual(reply["parent_header"]["msg_id"], request)
        self.assertEqual(reply["content"]["status"], "error")
        self.assertEqual(self.run_cell('fmt.Println("alive")')[1], "alive\n")

    def test_interrupt_by_signal(self):
        """What launchers do when the kernelspec says interrupt_mode signal."""
        self.kc.execute('fmt.Println("running")\nfor {\n}')
        while self.kc.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        self.km.provisioner.process.send_signal(signal.SIGINT)
        self.assertEqual(self.kc.get_shell_msg(timeout=30)["content"]["status"], "error")
        self.assertEqual(self.run_cell('fmt.Println("alive")')[1], "alive\n")

    def control(self, kind, content=None):
        self.kc.control_channel.send(self.kc.session.msg(kind, content or {}))
        return self.kc.get_control_msg(timeout=30)["content"]

    def test_subshell(self):
        self.kc.kernel_info()
        info = self.kc.get_shell_msg(timeout=30)["content"]
        self.assertIn("kernel subshells", info["supported_features"])
        self.run_cell("stop := make(chan bool)")
        created = self.control("create_subshell_request")["subshell_id"]
        self.assertEqual(self.control("list_subshell_request")["subshell_id"], [created])
        waiting = self.kc.execute('fmt.Println("waiting")\nfor {\n\tselect {\n\tcase <-stop:\n\t\treturn\n\tdefault:\n\t}\n}')
        while self.kc.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        beside = self.kc.session.msg("execute_request", {"code": "stop <- true", "silent": False, "store_history": True,
                                                         "user_expressions": {}, "allow_stdin": False, "stop_on_error": True})
        beside["header"]["subshell_id"] = created
        self.kc.shell_channel.send(beside)
        replies = [self.kc.get_shell_msg(timeout=30) for _ in range(2)]
        self.assertEqual({r["parent_header"]["msg_id"] for r in replies}, {waiting, beside["header"]["msg_id"]})
        self.assertEqual([r["content"]["status"] for r in replies], ["ok", "ok"])
        self.assertEqual(self.control("delete_subshell_request", {"subshell_id": created})["status"], "ok")
        self.assertEqual(self.control("list_subshell_request")["subshell_id"], [])

    def test_restart(self):
        self.run_cell("kept := 1")
        self.km.restart_kernel(now=False)
        self.kc.wait_for_ready(timeout=60)
        content, _ = self.run_cell("kept")
        self.assertEqual(content["status"], "error")


if __name__ == "__main__":
    unittest.main()
