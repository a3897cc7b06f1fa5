"""The report finds what tests name, and misses what they do not."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import facts_report  # noqa: E402


class Mentions(unittest.TestCase):
    def named(self, text):
        return facts_report.mentions_in(text)

    def test_lists_ranges_and_letters(self):
        self.assertEqual(self.named("// Facts 24, 27 and 30-33."), {"24", "27", "30", "31", "32", "33"})
        self.assertEqual(self.named("fact 84a is ours"), {"84a"})
        self.assertEqual(self.named("facts: [11, 12]"), {"11", "12"})
        self.assertEqual(self.named('TEST_CASE("facts 1 to 3: each")'), {"1", "2", "3"})

    def test_goes_on_over_lines_of_a_comment(self):
        self.assertEqual(self.named("# Facts 24, 27\n# and 30."), {"24", "27", "30"})

    def test_other_numbers_are_none(self):
        self.assertEqual(self.named("within 5 days, artefact 7, // 12 things"), set())
        self.assertEqual(self.named('  CHECK(a == "149");  // 157'), {"157"})


class Report(unittest.TestCase):
    def test_a_fact_without_a_test_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "tests").mkdir()
            (pathlib.Path(folder) / "tests" / "a_test.cpp").write_text("// fact 1")
            run = subprocess.run([sys.executable, "-B", str(HERE / "facts_report.py"), "--brief", folder],
                                 capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("no test names fact 2 ", run.stderr)
        self.assertNotIn("no test names fact 1 ", run.stderr)


if __name__ == "__main__":
    unittest.main()
