#include "sim/process/procurement/contracts.h"

#include <array>
#include <utility>

namespace poldyn {
namespace {

/// A contract that begins or ends between two epochs is paid for its own time only: epochs pay `contract_rate` for the
/// whole interval, and the difference is booked here.
void change_rate(Vendor& vendor, const Bloc& bloc, double by, SimTime now) {
  vendor.contract_rate += by;
  vendor.contract_arrears -= by * in_years(now - bloc.last_epoch);
}

/// Which of a vendor's `buyers` counts its contracts in a region. More regions than counters share them.
constexpr std::size_t counters = std::tuple_size_v<decltype(Vendor::buyers)>;
std::size_t counter_of(RegionId region) { return region.value % counters; }
constexpr std::uint8_t many = 255;  // a counter that got there says no more than that, and stays

void link(World& world, Vendor& vendor, ContractId id) {
  Contract& contract = world.contracts[id];
  contract.previous = ContractId{};
  contract.next = vendor.contracts;
  if (contract.next) world.contracts[contract.next].previous = id;
  vendor.contracts = id;
  if (std::uint8_t& count = vendor.buyers[counter_of(contract.region)]; count < many) ++count;
}

void unlink(World& world, Vendor& vendor, ContractId id) {
  const Contract& contract = world.contracts[id];
  (contract.previous ? world.contracts[contract.previous].next : vendor.contracts) = contract.next;
  if (contract.next) world.contracts[contract.next].previous = contract.previous;
  if (std::uint8_t& count = vendor.buyers[counter_of(contract.region)]; count < many) --count;
}

void list_in_region(World& world, ContractId id) {
  Contract& contract = world.contracts[id];
  std::vector<ContractId>& list = world.at(contract.bloc).region_contracts[contract.region.value];
  contract.place = static_cast<std::uint32_t>(list.size());
  list.push_back(id);
}

void strike_from_region(World& world, ContractId id) {
  const Contract& contract = world.contracts[id];
  std::vector<ContractId>& list = world.at(contract.bloc).region_contracts[contract.region.value];
  list[contract.place] = list.back();
  world.contracts[list.back()].place = contract.place;
  list.pop_back();
}

}  // namespace

void start_contract(Simulation& sim, VendorId id, RegionId region, double rate, double days) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const ContractId made = sim.world.contracts.make();
  Contract& contract = sim.world.contracts[made];
  contract.vendor = id;
  contract.bloc = vendor.bloc;
  contract.region = region;
  contract.rate = rate;
  contract.ends = later(sim.now(), days);
  link(sim.world, vendor, made);
  list_in_region(sim.world, made);
  change_rate(vendor, bloc, rate, sim.now());
  ++bloc.contracts;
  sim.schedule(contract.ends, phase::ends, EventKind::contract_ends, made.value, contract.generation);
}

void end_contract(Simulation& sim, ContractId id, std::uint32_t generation) {
  const Contract& contract = sim.world.contracts[id];
  if (contract.generation != generation) return;
  Vendor& vendor = sim.world.at(contract.vendor);
  Bloc& bloc = sim.world.at(contract.bloc);
  change_rate(vendor, bloc, -contract.rate, sim.now());
  unlink(sim.world, vendor, id);
  strike_from_region(sim.world, id);
  if (!vendor.contracts) vendor.contract_rate = 0;  // no rounding is left behind
  --bloc.contracts;
  sim.world.contracts.release(id);
}

void cancel_contracts(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  while (vendor.contracts) {
    const ContractId first = vendor.contracts;
    end_contract(sim, first, sim.world.contracts[first].generation);
  }
}

void hand_over_contracts(Simulation& sim, VendorId from_id, VendorId to_id) {
  Vendor &from = sim.world.at(from_id), &to = sim.world.at(to_id);
  while (from.contracts) {
    const ContractId id = from.contracts;
    Contract& contract = sim.world.contracts[id];
    from.contracts = contract.next;
    contract.vendor = to_id;
    link(sim.world, to, id);
  }
  from.buyers = {};
  to.contract_rate += std::exchange(from.contract_rate, 0.0);
  to.contract_arrears += std::exchange(from.contract_arrears, 0.0);
}

bool is_incumbent(const World& world, const Vendor& vendor, RegionId region) {
  const std::uint8_t count = vendor.buyers[counter_of(region)];
  if (count == 0) return false;
  if (count < many && world.at(vendor.bloc).regions <= counters) return true;
  for (ContractId id = vendor.contracts; id; id = world.contracts[id].next)
    if (world.contracts[id].region == region) return true;
  return false;
}

}  // namespace poldyn
