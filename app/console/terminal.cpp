#include "app/console/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "app/console/failure.h"
#include "sim/base/printable.h"

namespace poldyn::app {
namespace {

constexpr std::size_t usual_width = 80;
constexpr std::size_t least_width = 20;

int output_error = 0;  // the first one: stdio forgets the reason

bool given(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool dumb_terminal() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

std::size_t width_of(int stream) {
  winsize size{};
  return ::ioctl(stream, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

void prepare_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) != stream) std::abort();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::setlocale(LC_CTYPE, "");
}

void print(std::string_view text) {
  if (!is_printable(text)) return print_picture(printable(text));
  print_picture(text);
}

void print_picture(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && output_error == 0) output_error = errno;
}

bool nobody_reads() { return output_error != 0; }

void say(std::string_view text) { draw(printable(text)); }

void say_error(std::string_view text) {
  const bool coloured = errors_on_terminal() && !given("NO_COLOR");
  draw(fmt::format("poldyn: {}: {}", coloured ? "\x1b[1;31merror\x1b[0m" : "error", printable(text)));
}

void draw(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void finish_output() {
  errno = 0;
  if (std::fflush(stdout) != 0 && output_error == 0) output_error = errno;
  if (output_error == 0 || output_error == EPIPE) return;
  throw Failure(Exit::io, fmt::format("cannot write to standard output: {}", std::strerror(output_error)));
}

bool errors_on_terminal() { return ::isatty(STDERR_FILENO) != 0 && !dumb_terminal(); }

std::size_t terminal_width() {
  std::size_t width = width_of(STDOUT_FILENO);
  if (width == 0) width = width_of(STDERR_FILENO);
  if (width == 0 && given("COLUMNS")) {
    const std::string_view text = std::getenv("COLUMNS");
    std::from_chars(text.data(), text.data() + text.size(), width);
  }
  return width == 0 ? usual_width : std::max(width, least_width);
}

bool results_in_colour() { return ::isatty(STDOUT_FILENO) != 0 && !dumb_terminal() && !given("NO_COLOR"); }

bool in_utf8() { return std::string_view(::nl_langinfo(CODESET)) == "UTF-8"; }

std::string_view plus_minus() { return in_utf8() ? " ± " : " +/- "; }

std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace poldyn::app
