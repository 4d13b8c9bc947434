#include "sim/hdf5/h5_handle.h"

#include <hdf5.h>

#include <array>
#include <utility>
#include <vector>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

namespace {

using namespace poldyn::h5;

// A fresh data space, type and property list. The library numbers each kind upwards, so that what is made between two
// calls lies between their results. (H5Inmembers would count, but not for the library's own kinds.)
std::array<hid_t, 3> fresh_identifiers() {
  const std::array made{H5Screate(H5S_SCALAR), H5Tcopy(H5T_C_S1), H5Pcreate(H5P_DATASET_CREATE)};
  H5Sclose(made[0]);
  H5Tclose(made[1]);
  H5Pclose(made[2]);
  return made;
}

template <class Action>
void check_closes_all(const Action& action) {
  const auto first = fresh_identifiers();
  action();
  const auto last = fresh_identifiers();
  for (std::size_t kind = 0; kind < first.size(); ++kind) {
    int open = 0;
    for (hid_t id = first[kind]; id < last[kind]; ++id) open += H5Iis_valid(id) > 0 ? 1 : 0;
    INFO("kind " << kind << ", " << last[kind] - first[kind] << " made");
    CHECK(last[kind] > first[kind] + 1);
    CHECK(open == 0);
  }
  CHECK(H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_ALL) == 0);
}

void use_everything(const ScratchFolder& folder, bool finish) {
  Writer out(folder / "out.h5", IfExists::replace);
  out.set_attributes("/", {{"title", "t"}, {"words", std::vector<std::string>{"a", "b"}}});
  out.define_dimension({.path = "row", .extendable = true}, std::vector<double>{1, 2});
  auto& v = out.define_variable({.path = "g/h/v", .dimensions = {"row"}, .attributes = {{"units", "1"}}});
  v.append(std::vector<double>{1, 2});
  v.write_block({0}, {1}, 3.0);
  out.write_text("text", "t");
  CHECK_THROWS(v.write(1.0));
  CHECK_THROWS(out.define_variable({.path = "g/h/v"}));
  if (!finish) return;
  out.commit();
  const Reader in(folder / "out.h5");
  CHECK(in.read<double>("g/h/v").size() == 2);
  CHECK(in.text("text") == "t");
  CHECK(in.attribute<std::string>("/", "title") == "t");
  CHECK(in.dimensions("g/h/v").size() == 1);
  CHECK(in.variables().size() == 2);
  CHECK(in.groups("g").size() == 1);
  CHECK_FALSE(in.has_variable("absent"));
  CHECK_THROWS(in.read<float>("g/h/v"));
  CHECK_THROWS(in.read_block<double>("g/h/v", {1}, {2}));
  CHECK_THROWS(in.read<double>("absent"));
  CHECK_THROWS(in.attribute<double>("/", "title"));
}

int closed = 0;
int count_close(Handle::Id) { return ++closed; }

}  // namespace

TEST_CASE("h5 handle: closes once, whoever holds it last", "[io]") {
  closed = 0;
  {
    Handle a(1, count_close);
    Handle b(std::move(a));
    Handle c(2, count_close);
    c = std::move(b);
    CHECK(closed == 1);
    CHECK(c.id() == 1);
    CHECK(c.close() == 2);
    Handle failed(-1, count_close);
    Handle released(3, count_close);
    released.release();
  }
  CHECK(closed == 2);
}

TEST_CASE("h5 handle: no identifier stays open, finished or not", "[io]") {
  const ScratchFolder folder;
  use_everything(folder, true);  // the library makes some of its own at first use
  check_closes_all([&] { use_everything(folder, true); });
  check_closes_all([&] { use_everything(folder, false); });
}
