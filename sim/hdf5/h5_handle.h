#pragma once

#include <cstdint>
#include <utility>

namespace poldyn::h5 {

/// Sole owner of one HDF5 identifier (`hid_t`, a 64-bit integer), closed with the function it was given. Plain integers
/// keep hdf5.h out of the headers that other folders include; h5_check.cpp asserts that the types are the same.
class Handle {
 public:
  using Id = std::int64_t;
  using Close = int (*)(Id);

  Handle() = default;
  /// Negative ids (the library's failures) are never closed; check them before (Check in h5_check.h).
  Handle(Id id, Close close_with) : id_(id), close_(close_with) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      close();
      id_ = std::exchange(other.id_, -1);
      close_ = other.close_;
    }
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { close(); }

  Id id() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }
  /// Closes now and gives the library's result: negative if, for instance, cached data could not be written. The
  /// destructor must ignore that result, so whoever writes a file has to call this.
  int close() noexcept { return id_ < 0 ? 0 : close_(std::exchange(id_, -1)); }

  /// Leaves it open for ever: for objects of a file that can no longer be closed.
  void release() noexcept { id_ = -1; }

 private:
  Id id_ = -1;
  Close close_ = nullptr;
};

}  // namespace poldyn::h5
