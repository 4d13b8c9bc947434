#include "sim/process/queue_list.h"

namespace poldyn {

void push_back(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  filing.previous = list.last;
  filing.next = FilingId{};
  (list.last ? world.at(list.last).next : list.first) = id;
  list.last = id;
  ++list.size;
}

void push_front(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  filing.next = list.first;
  filing.previous = FilingId{};
  (list.first ? world.at(list.first).previous : list.last) = id;
  list.first = id;
  ++list.size;
}

void remove(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  (filing.previous ? world.at(filing.previous).next : list.first) = filing.next;
  (filing.next ? world.at(filing.next).previous : list.last) = filing.previous;
  filing.previous = filing.next = FilingId{};
  --list.size;
}

}  // namespace poldyn
