#include "app/report/marks.h"

#include <cmath>

#include "app/metrics/band_words.h"
#include "app/metrics/survivors.h"
#include "app/report/html_page.h"
#include "app/report/html_text.h"
#include "app/report/markdown_memo.h"
#include "app/report/svg_charts.h"
#include "app/report/svg_picture.h"
#include "tests/catch.h"

using namespace poldyn::app;

TEST_CASE("marks: stars and backticks from elsewhere are shown and stress nothing", "[report]") {
  const std::string title = as_text("**A** and `b`\nnext\x01");
  CHECK(html_inline("Under " + title + " **more**") == "Under **A** and `b`\\nnext\\x01 <b>more</b>");
  CHECK(plain_text("Under " + title + " **more**") == "Under **A** and `b`\\nnext\\x01 more");
}

TEST_CASE("marks: a memo and a CSV show what titles hold, and run none of it", "[report]") {
  ReportStory story;
  story.question = as_text("<script>*x*</script> | [a](b) $ \\ #");
  story.answer = {as_text("- no list"), "see `poldyn params_x`, **stressed**"};
  story.sections = {{.id = "s", .heading = "S", .short_heading = "S"}};
  story.sections[0].table = {{{"Rule"}, {"A"}}, {{as_text("a*b`c`") + "\n" + as_text("key_*"), "1"}}};
  const std::string memo = markdown_memo(story, "");
  CHECK(memo.find("# &lt;script&gt;\\*x\\*&lt;/script&gt; \\| \\[a\\](b) \\$ \\\\ \\#\n") != memo.npos);
  CHECK(memo.find("\n\\- no list\n") != memo.npos);
  CHECK(memo.find("see `poldyn params_x`, **stressed**") != memo.npos);
  CHECK(memo.find("| a\\*b\\`c\\` (key\\_\\*) | 1 |") != memo.npos);
  ReportChart chart{.id = "c", .title = as_text("**t**\r\nx,y"), .subtitle = ""};
  chart.frame = {{{"side", "whose"}}, {{as_text("=*1*")}}};
  CHECK(csv_of(chart, "s") == "# **t**\\x0d\\nx,y\n# s\n# side: whose\nside\n'=*1*\n");
}

TEST_CASE("marks: a memo holds no code that a reader of Markdown would see otherwise", "[report]") {
  ReportStory story;
  story.question = "```<img src=x onerror=alert(1)>`";
  story.answer = {"``<b>`` and `a|b`", "`" + as_text("k*|") + "`"};
  const std::string memo = markdown_memo(story, "");
  CHECK(memo.find("<img") == memo.npos);
  CHECK(memo.find("<b>") == memo.npos);
  CHECK(memo.find("`a\\|b`") != memo.npos);
  CHECK(memo.find("`k*\\|`") != memo.npos);
}

TEST_CASE("band: what it holds is said as it is", "[report]") {
  const auto band = [](std::size_t fewest, std::size_t most) { return band_words({fewest, most}); };
  CHECK(band(10, 40) == "nine in ten single runs");
  CHECK(band(3, 40) == "nine in ten single runs or, where fewer than ten have a value, all of them");
  CHECK(band(2, 9) == "all single runs, since fewer than ten have a value");
  CHECK(band(1, 1).empty());
  CHECK(with_band({0, 0}, {.mean = {}, .half_width = {}, .low = {}, .high = {}, .fewest = 4, .most = 9}).fewest == 4);
}

TEST_CASE("survivors: means over what came out are known by their names", "[report]") {
  CHECK(is_over_survivors("idea_to_deployment"));
  CHECK(is_over_survivors("delay_by_cause[review]"));
  CHECK_FALSE(is_over_survivors("time_to_deployment"));
  CHECK(survivors_note({"releases", "time_to_deployment"}).empty());
  CHECK(
      survivors_note({"idea_to_deployment", "mean_wait[review]"}) ==
      "idea_to_deployment, mean_wait are means over what came to its end: they look better where slow ones are lost on "
      "the way. time_to_deployment, stay_median count those, too.");
  CHECK(survivors_note({"idea_to_deployment", "time_to_deployment"}).empty());  // they stand beside each other
}

TEST_CASE("svg: a picture shows text as text, leaves gaps, and refers to nothing", "[report]") {
  SvgPicture picture(100, 50);
  picture.text({1, 2}, "<b>&", SvgPicture::Anchor::start, {});
  picture.path({{0, 0}, {1, 1}, {NAN, 2}, {3, 3}, {4, 4}}, "var(--a)", 2);
  picture.line({0, NAN}, {1, 1}, "var(--a)", 1);
  const std::string file = picture.file("t<", "d");
  CHECK(file.find("&lt;b&gt;&amp;</text>") != file.npos);
  CHECK(file.find("<title>t&lt;</title>") != file.npos);
  CHECK(file.find("d=\"M0.0 0.0L1.0 1.0M3.0 3.0L4.0 4.0\"") != file.npos);
  CHECK(file.find("nan") == file.npos);
  CHECK(file.find("var(") == file.npos);
  CHECK(file.find("href") == file.npos);
  CHECK(svg_of(ReportChart{.id = "x", .title = "x", .subtitle = ""}).empty());
}
