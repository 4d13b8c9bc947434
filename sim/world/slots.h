#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace poldyn {

/// Entities that come and go: a vector whose freed places are used again, last freed first, so that memory follows the
/// number alive and not the number ever made. T has a member `generation`, which counts the tenants of a place.
template <class T, class IdType>
class Slots {
 public:
  /// A default T with the next generation of its place.
  IdType make() {
    if (free_.empty()) {
      items_.emplace_back();
      return IdType{items_.size() - 1};
    }
    const IdType id = free_.back();
    free_.pop_back();
    return id;
  }
  void release(IdType id) {
    T& item = items_[id.value];
    const std::uint32_t generation = item.generation + 1;
    std::destroy_at(&item);  // made anew in its place: to copy a T{} would cost as much again
    std::construct_at(&item)->generation = generation;
    free_.push_back(id);
  }
  /// Address space for so many, so that growing does not hold two copies; memory is taken when a place is first used.
  void reserve(std::size_t places) { items_.reserve(places); }
  T& operator[](IdType id) { return items_[id.value]; }
  const T& operator[](IdType id) const { return items_[id.value]; }
  std::size_t alive() const { return items_.size() - free_.size(); }
  std::size_t capacity() const { return items_.size(); }

 private:
  std::vector<T> items_;
  std::vector<IdType> free_;
};

}  // namespace poldyn
