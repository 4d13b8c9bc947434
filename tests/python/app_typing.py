"""How a person types: quotes of a word processor, a path of another system, a time without a unit."""
from _app import AppTest


class Typing(AppTest):
    def told(self, text, **options):
        (self.folder / "typed.toml").write_text(text)
        return self.run_app("check", "typed.toml", **({"exit_code": 65} | options)).stderr

    def test_typographic_quotes(self):
        for text in ("title = \u201cA\u201d\n", "title = \u2018A\u2019\n", "[run]\nhorizon = \"10 y\u201d\n", "title = \u00abA\u00bb\n",
                     "[bloc.north.registration]\nwho = \u201eall\u201c\n", "[\u201crun\u201d]\nhorizon = 3\n"):
            self.assertRegex(self.told(text), r"is a typographic quote: write straight ones, \"\.\.\.\"")
        for setting in ("run.horizon=\u201c5 y\u201d", "bloc.north.registration.who=\u2018all\u2019", "title=\u201cA\u201d",
                        "bloc.south.track.full.stages=[\u201creview\u201d]", "run.horizon=\u201c5 y"):
            self.assertIn("typographic quote: write straight ones",
                          self.run_app("check", "scenario.toml", "--set", setting, exit_code=64).stderr)
        fine = "title = \"A \u201cfine\u201d one\" # \u201c\n" + (self.folder / "scenario.toml").read_text().split('approval"\n', 1)[1]
        self.assertEqual(self.told(fine, exit_code=0), "")

    def test_other_characters_that_look_like_plain_ones(self):
        self.assertIn("typographic stroke", self.told("[run]\nhorizon = \u22125\n"))
        self.assertIn("no-break", self.told("[run]\nhorizon = \"5\u00a0y\"\n"))

    def test_backslashes_in_paths(self):
        (self.folder / "sub").mkdir()
        (self.folder / "sub/base.toml").write_text((self.folder / "scenario.toml").read_text())
        self.assertIn("did you mean 'sub/base.toml'?", self.run_app("check", "sub\\base.toml", exit_code=66).stderr)
        for text in ('extends = "sub\\base.toml"\n', 'extends = "sub\\open.toml"\n', 'extends = "sub\\new.toml"\n'):
            (self.folder / "typed.toml").write_text(text)
            code = 66 if "\\n" in text or "\\b" in text else 65
            self.assertIn("a backslash begins an escape: in a path write /", self.run_app("check", "typed.toml", exit_code=code).stderr)
        self.assertIn("base.toml'?", self.told("extends = 'sub\\base.toml'\n", exit_code=66))

    def test_a_time_without_a_unit_is_noted(self):
        text = (self.folder / "scenario.toml").read_text()
        (self.folder / "bare.toml").write_text(text.replace('"5 y"', "1826") + '[[policy]]\nat = 3\n'
                                               'set = { "bloc.south.stage.review.review.mean" = 15, "bloc.north.market.demand" = 3000 }\n')
        done = self.run_app("check", "bare.toml")
        self.assertIn("ok", done.stdout)
        self.assertRegex(done.stderr, r"bare\.toml:\d+:6: note: policy\.1\.at = 3 is 3 d: a time without a unit is one in days")
        self.assertIn('write "3 d", or the unit that is meant: "3 y"', done.stderr)
        self.assertIn("run.horizon = 1826 is 1826 d", done.stderr)
        self.assertIn("review = 15 is 15 d", done.stderr)
        self.assertEqual(done.stderr.count("note:"), 3)  # demand is no time
        self.assertIn("run.horizon = 40 is 40 d", self.run_app("check", "scenario.toml", "--set", "run.horizon=40").stderr)
        self.assertEqual(self.run_app("check", "scenario.toml", "--set", "run.warmup=0", "--set", "run.horizon=40 d").stderr, "")

    def test_many_times_without_a_unit_are_not_many_notes(self):
        lines = "".join(f"[[policy]]\nat = {i}\nset = {{ \"bloc.north.market.demand\" = 3000 }}\n" for i in range(1, 30))
        (self.folder / "bare.toml").write_text((self.folder / "scenario.toml").read_text() + lines)
        said = self.run_app("check", "bare.toml").stderr
        self.assertEqual(said.count("is one in days"), 5)
        self.assertIn("24 more numbers are taken so", said)

    def test_a_policy_that_does_not_reach_the_copy_of_its_bloc_is_noted(self):
        text = (self.folder / "scenario.toml").read_text()
        policy = '[[policy]]\nat = "1 y"\nset = { "bloc.north.market.demand" = 3000%s }\n'
        (self.folder / "copy.toml").write_text(text + policy % "")
        said = self.run_app("check", "copy.toml").stderr
        self.assertRegex(said, r"copy\.toml:\d+:38: note: policy\.1\.bloc\.north\.market\.demand: it reaches bloc north alone, not south")
        self.assertEqual(self.run_app("check", "copy.toml", "--set", "mechanisms.policy=false").stderr, "")
        (self.folder / "copy.toml").write_text(text + policy % ', "bloc.south.market.demand" = 3000')
        self.assertEqual(self.run_app("check", "copy.toml").stderr, "")

    def test_a_seed_beyond_the_largest_is_refused_wherever_it_stands(self):
        for seed, code in (("9200000000000000000", 0), ("9200000000000000001", 64)):
            self.run_app("run", "scenario.toml", "--dry-run", "--seed", seed, exit_code=code)
            self.run_app("run", "scenario.toml", "--dry-run", "--set", f"run.seed={seed}", exit_code=code)
