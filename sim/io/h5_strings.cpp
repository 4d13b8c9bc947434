#include "sim/io/h5_strings.h"

#include <hdf5.h>

#include <cstdlib>
#include <cstring>

#include "sim/io/h5_text.h"

namespace poldyn::h5 {

StringPointers::StringPointers(const Values& values) {
  const auto* texts = static_cast<const std::string*>(values.data());
  texts_.reserve(values.size());
  pointers_.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) texts_.push_back(clean_utf8(texts[i]));
  for (const auto& text : texts_) pointers_.push_back(text.c_str());
}

namespace {

int read_raw(Handle::Id id, StringSource source, Handle::Id type, Handle::Id memory_space, Handle::Id file_space,
             void* to) {
  if (source == StringSource::attribute) return H5Aread(id, type, to);
  return H5Dread(id, type, memory_space, file_space, H5P_DEFAULT, to);
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
                                      Handle::Id file_space, std::size_t count, std::string_view what) {
  const Handle stored = check.own(source == StringSource::attribute ? H5Aget_type(id) : H5Dget_type(id), H5Tclose,
                                  "read the type of", what);
  if (check(H5Tis_variable_str(stored.id()), "read the type of", what) == 0) {
    std::vector<char> buffer(count * H5Tget_size(stored.id()));
    check(read_raw(id, source, stored.id(), memory_space, file_space, buffer.data()), "read", what);
    return split_fixed(buffer, H5Tget_size(stored.id()));
  }
  // The stored type itself, since the library refuses to read ASCII strings as UTF-8. It allocates with malloc() unless
  // told otherwise (H5Pset_vlen_mem_manager).
  std::vector<char*> pointers(count, nullptr);
  check(read_raw(id, source, stored.id(), memory_space, file_space, static_cast<void*>(pointers.data())), "read", what);
  std::vector<std::string> texts;
  texts.reserve(count);
  for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  for (char* text : pointers) std::free(text);
  return texts;
}

}  // namespace poldyn::h5
