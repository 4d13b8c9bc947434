"""How many facts are hit, as README.md and data/README.md say, is what `poldyn facts` finds."""
import json

from _app import SOURCE, AppTest
from quoted_numbers import facts_on_pages


class Facts(AppTest):
    def test_hits_and_misses(self):
        judged = json.loads(self.run_app("facts", SOURCE / "data/facts.toml", "--json", "-q", timeout=3600).stdout)["facts"]
        hit = sum(fact["hit"] for fact in judged)
        for page in facts_on_pages():
            self.assertEqual(page, (len(judged), hit, len(judged) - hit))
        for fact in judged:  # "with reasons"
            self.assertTrue(fact["hit"] or fact["remark"], fact["id"])
