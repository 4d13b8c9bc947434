#include "app/console/current_exception.h"

#include <fmt/format.h>

#include <filesystem>
#include <new>
#include <string_view>

#include "app/console/failure.h"
#include "app/console/terminal.h"
#include "poldyn_version.h"
#include "sim/batch/campaign.h"
#include "sim/batch/merge.h"
#include "sim/hdf5/h5_error.h"

namespace poldyn::app {
namespace {

int say_failure(Exit exit, std::string_view text) {
  say_error(fmt::format("{}{}", text, text.ends_with('\n') ? "" : "\n"));
  return static_cast<int>(exit);
}

}  // namespace

int say_current_exception() noexcept {
  try {
    throw;
  } catch (const InputError& mistakes) {
    say(mistakes.what());
    return static_cast<int>(mistakes.exit());
  } catch (const Failure& failure) {
    return say_failure(failure.exit(), failure.what());
  } catch (const NoCampaign& error) {
    return say_failure(Exit::no_input, error.what());
  } catch (const NotThisCampaign& error) {
    return say_failure(Exit::bad_data, error.what());
  } catch (const Incomplete& error) {
    return say_failure(Exit::bad_data, error.what());
  } catch (const h5::CannotCreate& error) {
    return say_failure(Exit::cannot_create, error.what());
  } catch (const h5::IoFailure& error) {
    return say_failure(Exit::io, error.what());
  } catch (const h5::NotReadable& error) {
    std::error_code ignored;
    const bool there = std::filesystem::is_regular_file(error.failure().file, ignored);
    return say_failure(there ? Exit::bad_data : Exit::no_input, error.what());
  } catch (const std::bad_alloc&) {
    return say_failure(Exit::internal, "out of memory: fewer --jobs need less, smaller experiments too");
  } catch (const std::exception& error) {
    return say_failure(Exit::internal, fmt::format("internal error, please report it: {} (poldyn {}, {})", error.what(),
                                                   version, git_commit));
  }
}

}  // namespace poldyn::app
