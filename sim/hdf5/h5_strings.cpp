#include "sim/hdf5/h5_strings.h"

#include <hdf5.h>

#include <cstdlib>
#include <cstring>

#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {

StringPointers::StringPointers(const Values& values) {
  const auto* texts = static_cast<const std::string*>(values.data());
  texts_.reserve(values.size());
  pointers_.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) texts_.push_back(clean_utf8(texts[i]));
  for (const auto& text : texts_) pointers_.push_back(text.c_str());
}

namespace {

/// The library's malloc() for texts, which refuses once the budget (std::uint64_t) is used up.
void* take_memory(std::size_t size, void* budget) {
  auto& left = *static_cast<std::uint64_t*>(budget);
  if (size > left) return nullptr;
  left -= size;
  return std::malloc(size);
}
void give_back(void* memory, void*) { std::free(memory); }

Handle transfer_within(const Check& check, std::uint64_t& budget) {
  Handle made = check.own(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "set up", {});
  check(H5Pset_vlen_mem_manager(made.id(), take_memory, &budget, give_back, nullptr), "set up", {});
  return made;
}

std::vector<std::string> split_fixed(const std::vector<char>& buffer, std::size_t size) {
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < buffer.size(); at += size) {
    const char* text = buffer.data() + at;
    texts.emplace_back(text, ::strnlen(text, size));
  }
  return texts;
}

}  // namespace

std::vector<std::string> read_strings(const Check& check, Handle::Id id, StringSource source, Handle::Id memory_space,
                                      Handle::Id file_space, std::size_t count, std::uint64_t most_bytes,
                                      std::string_view what) {
  const auto read = [&](Handle::Id type, Handle::Id transfer, void* to) {
    if (source == StringSource::attribute) return H5Aread(id, type, to);
    return H5Dread(id, type, memory_space, file_space, transfer, to);
  };
  const Handle stored = check.own(source == StringSource::attribute ? H5Aget_type(id) : H5Dget_type(id), H5Tclose,
                                  "read the type of", what);
  if (check(H5Tis_variable_str(stored.id()), "read the type of", what) == 0) {
    std::vector<char> buffer(count * H5Tget_size(stored.id()));
    check(read(stored.id(), H5P_DEFAULT, buffer.data()), "read", what);
    return split_fixed(buffer, H5Tget_size(stored.id()));
  }
  // The stored type itself, since the library refuses to read ASCII strings as UTF-8.
  std::vector<char*> pointers(count, nullptr);
  const Handle transfer = transfer_within(check, most_bytes);
  check(read(stored.id(), transfer.id(), static_cast<void*>(pointers.data())), "read", what);
  std::vector<std::string> texts;
  texts.reserve(count);
  for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  for (char* text : pointers) std::free(text);
  return texts;
}

}  // namespace poldyn::h5
