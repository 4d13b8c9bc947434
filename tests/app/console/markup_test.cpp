#include "app/console/markup.h"

#include "tests/catch.h"

using namespace poldyn::app;

TEST_CASE("markup: whatever Markdown would take for a mark is text", "[format]") {
  CHECK(markdown_escaped("a*b*_c_`d`") == "a\\*b\\*\\_c\\_\\`d\\`");
  CHECK(markdown_escaped("[x](y) | $1 # <b> & \\") == "\\[x\\](y) \\| \\$1 \\# &lt;b&gt; &amp; \\\\");
  CHECK(markdown_escaped("~~s~~ ![i] https://x www.y") == "\\~\\~s\\~\\~ \\!\\[i\\] https:\\//x www\\.y");
  CHECK(markdown_escaped("plain words, 3.5 %") == "plain words, 3.5 %");
}

TEST_CASE("markup: no text ends a line or drives a terminal", "[format]") {
  CHECK(markdown_escaped("a\rb\nc\x1b[2J") == "a\\\\x0db\\\\nc\\\\x1b\\[2J");
  CHECK(latex_escaped("a\rb\n\\input{x}").find_first_of("\r\n") == std::string::npos);
  CHECK(latex_escaped("a\x7f") == "a\\textbackslash{}u007f");
}

TEST_CASE("markup: a paragraph begins no list, no heading and no code", "[format]") {
  CHECK(markdown_paragraph("- x") == "\\- x");
  CHECK(markdown_paragraph("12. x") == "12\\. x");
  CHECK(markdown_paragraph("12.5 d") == "12.5 d");
  CHECK(markdown_paragraph("    code") == "code");
  CHECK(markdown_paragraph("===") == "\\===");
  CHECK(markdown_paragraph("").empty());
}

TEST_CASE("markup: LaTeX has each special character as text, and a sign for plus or minus", "[format]") {
  CHECK(latex_escaped("5 % of $a_b$ {x} ~ ^ \\ & #") ==
        "5 \\% of \\$a\\_b\\$ \\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\& \\#");
  CHECK(latex_escaped("1 ± 2 +/- 3") == "1 $\\pm$ 2 $\\pm$ 3");
  CHECK(latex_escaped("a < b > c | \"d\"") ==
        "a \\textless{} b \\textgreater{} c \\textbar{} \\textquotedbl{}d\\textquotedbl{}");
}
