#include "sim/hdf5/h5_variable.h"

#include <hdf5.h>

#include <algorithm>
#include <stdexcept>

#include "sim/hdf5/h5_strings.h"
#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {
namespace {

// Readers decompress whole chunks. Reading 320 series of 3,650 days out of 467 MB took 0.06 s with this, 0.18 s with
// 146 kB and 0.64 s with 584 kB a chunk; the files were of one size within a tenth.
constexpr std::uint64_t chunk_bytes = 64 * 1024;

/// Values of no more bytes than this lie beside what describes them, as they are: a chunk of its own costs a look-up,
/// and starting the compressor clears 64 kB. They have the checksum of the description. One run has 400 such arrays.
constexpr std::uint64_t most_compact_bytes = 2048;

// The innermost axes first, so that a series stays together; the extendable axis last, so that what is appended touches
// few chunks: a chunk that has to be completed many times is compressed as often.
Shape choose_chunk(const Shape& shape, std::optional<std::size_t> extendable, Type type) {
  Shape chunk(shape.size(), 1);
  std::uint64_t room = chunk_bytes / size_of(type);
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (extendable == axis) continue;
    chunk[axis] = std::clamp<std::uint64_t>(shape[axis], 1, std::max<std::uint64_t>(room, 1));
    room /= chunk[axis];
  }
  if (extendable) chunk[*extendable] = std::max<std::uint64_t>(room, 1);
  return chunk;
}

Shape checked_chunk(const Shape& given, const Shape& shape, std::optional<std::size_t> extendable) {
  if (given.size() != shape.size())
    throw std::logic_error("chunk " + to_string(given) + " does not fit shape " + to_string(shape));
  Shape chunk = given;
  for (std::size_t axis = 0; axis < chunk.size(); ++axis) {
    if (chunk[axis] == 0) throw std::logic_error("a chunk cannot be empty: " + to_string(given));
    if (extendable != axis) chunk[axis] = std::min(chunk[axis], std::max<std::uint64_t>(shape[axis], 1));
  }
  return chunk;
}

void set_layout(const Check& check, Handle::Id creation, const std::string& path, const Shape& chunk, Type type,
                const Storage& storage) {
  const std::vector<hsize_t> lengths(chunk.begin(), chunk.end());
  check(H5Pset_chunk(creation, static_cast<int>(lengths.size()), lengths.data()), "lay out", path);
  // Strings lie elsewhere in the file; only references to them would be compressed.
  if (type == Type::text) return;
  if (storage.deflate > 0) {
    if (size_of(type) > 1) check(H5Pset_shuffle(creation), "lay out", path);
    check(H5Pset_deflate(creation, static_cast<unsigned>(storage.deflate)), "lay out", path);
  }
  if (storage.checksum) check(H5Pset_fletcher32(creation), "lay out", path);
}

/// The identifier of the properties of a data set; `own` holds them if no other one has them.
Handle::Id creation_properties(Descriptions& descriptions, const std::string& path, Type type, const Shape& shape,
                               std::optional<std::size_t> extendable, const Storage& storage, Handle& own) {
  const bool with_missing = is_float(type) && storage.missing;
  const bool chosen = storage.chunk.empty();
  const std::uint64_t elements = volume(shape);
  const bool plain = elements == 0 || type == Type::text;
  const bool small = !plain && chosen && elements * size_of(type) <= most_compact_bytes;
  if (!extendable && (plain || small || shape.empty())) return descriptions.plain_properties(with_missing, small);
  own = descriptions.own_properties(with_missing);
  const Shape chunk = chosen ? choose_chunk(shape, extendable, type) : checked_chunk(storage.chunk, shape, extendable);
  set_layout(descriptions.check(), own.id(), path, chunk, type, storage);
  return own.id();
}

}  // namespace

Variable::Variable(Descriptions& descriptions, Handle::Id folder, std::string path, Type type, Shape shape,
                   std::optional<std::size_t> extendable, const Storage& storage)
    : descriptions_(&descriptions),
      path_(std::move(path)),
      type_(type),
      shape_(std::move(shape)),
      extendable_(extendable) {
  Handle own_properties, own_space, links;
  const Handle::Id creation =
      creation_properties(descriptions, path_, type, shape_, extendable_, storage, own_properties);
  if (extendable_) {
    Shape maximum = shape_;
    // The library wants no chunk to be longer than a fixed axis, and no chunk to be empty: an empty axis cannot be
    // fixed.
    for (std::size_t axis = 0; axis < shape_.size(); ++axis)
      if (axis == *extendable_ || shape_[axis] == 0) maximum[axis] = H5S_UNLIMITED;
    own_space = make_space(check(), shape_, maximum);
  }
  const std::string name = split_path(path_).name;
  if (!is_ascii(name)) {
    links = check().own(H5Pcreate(H5P_LINK_CREATE), H5Pclose, "describe", path_);
    check()(H5Pset_char_encoding(links.id(), H5T_CSET_UTF8), "describe", path_);
  }
  const Handle::Id space = own_space ? own_space.id() : descriptions.space(shape_);
  dataset_ = check().own(H5Dcreate2(folder, name.c_str(), descriptions.in_file(type), space,
                                    links ? links.id() : H5P_DEFAULT, creation, H5P_DEFAULT),
                         H5Dclose, "create", path_);
}

Handle::Id Variable::id() const {
  if (!dataset_) throw std::logic_error(path_ + " is used after its file was finished");
  return dataset_.id();
}

void Variable::close() { check()(dataset_.close(), "finish", path_); }

void Variable::require(const Values& values, const Shape& count) const {
  const bool rounds = type_ == Type::f32 && values.type() == Type::f64;
  if (values.type() != type_ && !rounds)
    throw std::logic_error(path_ + " holds " + std::string(name_of(type_)) + ", not " +
                           std::string(name_of(values.type())));
  if (values.size() != volume(count))
    throw std::logic_error(path_ + ": " + std::to_string(values.size()) + " values given for a block of shape " +
                           to_string(count));
}

void Variable::write(const Values& values) {
  require(values, shape_);
  if (values.size() > 0) transfer(values, H5S_ALL, H5S_ALL);
}

void Variable::write_block(const Shape& start, const Shape& count, const Values& values) {
  require(values, count);
  if (start.size() != shape_.size() || count.size() != shape_.size())
    throw std::logic_error(path_ + " has " + std::to_string(shape_.size()) + " axes; the block has not");
  for (std::size_t axis = 0; axis < shape_.size(); ++axis)
    if (extendable_ != axis && (count[axis] > shape_[axis] || start[axis] > shape_[axis] - count[axis]))
      throw std::logic_error(path_ + ": a block at " + to_string(start) + " of shape " + to_string(count) +
                             " leaves the array of shape " + to_string(shape_));
  if (extendable_) grow(start[*extendable_] + count[*extendable_]);
  if (values.size() == 0) return;
  if (count == shape_) {  // all there is: no selection of it to be made, nor to be gone through
    transfer(values, H5S_ALL, H5S_ALL);
    return;
  }
  const Handle memory_space = make_space(check(), count);
  const Handle file_space = check().own(H5Dget_space(id()), H5Sclose, "write", path_);
  const std::vector<hsize_t> from(start.begin(), start.end());
  const std::vector<hsize_t> lengths(count.begin(), count.end());
  if (!shape_.empty())
    check()(H5Sselect_hyperslab(file_space.id(), H5S_SELECT_SET, from.data(), nullptr, lengths.data(), nullptr),
            "write", path_);
  transfer(values, memory_space.id(), file_space.id());
}

void Variable::append(const Values& values) {
  if (!extendable_) throw std::logic_error(path_ + " has no axis that can grow");
  Shape start(shape_.size(), 0);
  Shape count = shape_;
  count[*extendable_] = 1;
  const std::uint64_t slice = volume(count);
  if (slice == 0 ? values.size() != 0 : values.size() % slice != 0)
    throw std::logic_error(path_ + ": " + std::to_string(values.size()) + " values are no whole number of slices of " +
                           std::to_string(slice));
  start[*extendable_] = shape_[*extendable_];
  count[*extendable_] = slice == 0 ? 0 : values.size() / slice;
  write_block(start, count, values);
}

void Variable::grow(std::uint64_t length) {
  if (!extendable_) throw std::logic_error(path_ + " has no axis that can grow");
  if (length <= shape_[*extendable_]) return;
  Shape grown = shape_;
  grown[*extendable_] = length;
  volume(grown);  // throws if nobody can count that far
  const std::vector<hsize_t> lengths(grown.begin(), grown.end());
  check()(H5Dset_extent(id(), lengths.data()), "extend", path_);
  shape_ = std::move(grown);
}

void Variable::transfer(const Values& values, Handle::Id memory_space, Handle::Id file_space) {
  const Handle::Id memory = descriptions_->in_memory(values.type());
  const Handle::Id how = descriptions_->transfer(type_);
  int result = 0;
  if (type_ == Type::text) {
    const StringPointers pointers(values);
    result = H5Dwrite(id(), memory, memory_space, file_space, how, pointers.data());
  } else {
    result = H5Dwrite(id(), memory, memory_space, file_space, how, values.data());
  }
  check()(result, "write", path_);
}

}  // namespace poldyn::h5
