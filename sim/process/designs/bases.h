#pragma once

#include <optional>

#include "sim/process/core/simulation.h"

namespace poldyn {

// A bloc remembers bases in two pools, interfaces and open weights: of each vendor its latest release; of the approved
// and of the others base_pool_size each (sim/world/bloc.h), of which the weakest goes when a better one comes.

/// Makes a new release available to those who may build on it: its interface at once, if the bloc's rule says so; open
/// weights after the lag, in other blocs too if a draw against their permeability succeeds.
void publish(Simulation& sim, const Model& model);

/// The open weights alone, of a model that is not deployed yet.
void publish_weights(Simulation& sim, const Model& model);

/// Moves the open weights whose time has come to those that can be used. To be called by whoever chooses among them, or
/// changes what they are: no event tells when the time has come.
void reveal_weights(Bloc& bloc, SimTime now);

/// A vendor that leaves serves no interface any more; its open weights stay.
void forget_interfaces(Simulation& sim, VendorId vendor);

/// The approval of the vendor's product has run out, or the product is suspended: nobody new may call it, and weights
/// of the vendor count as approved no more. Earlier models were approved earlier, so their approval is over too. What
/// was built on it before stands by itself.
void close_base(Simulation& sim, VendorId vendor);
/// The product is back in service, its approval renewed or its suspension over: it can be called again, and its own
/// weights count as approved if it is.
void reopen_base(Simulation& sim, const Model& product);
/// The product's approval has run out where none is needed any more: at home it can be called as before, and counts as
/// approved no more; abroad, where it was called for its approval, nobody new may call it.
void unmark_base(Simulation& sim, VendorId vendor);
/// Which approvals of other blocs hold in this one has changed: what is known here of their bases follows, what is out
/// and what is to come.
void follow_recognition(Simulation& sim, BlocId here);
/// Offers interfaces of all products, or of none, as the bloc's rule now says.
void renew_interfaces(Simulation& sim, BlocId bloc);

/// What a base is wanted for: its weights, or an application that calls it.
enum class BaseUse { weights, application };

/// The base that `vendor` would build on, of the bases of others that may be used so, as it gets it: a logit choice by
/// mean capability less the cost of converting it to the vendor's standard (VendorRule::choice_noise_oom; 0 takes the
/// best). Draws one number from (base_choice, vendor, project). Empty if there is none.
std::optional<Base> choose_base(const Simulation& sim, const Vendor& vendor, BaseUse use);

/// The visible design of the paradigm of highest fitness, open or leaked, that beats this one, if any: what an imitator
/// looks at.
std::optional<std::uint64_t> better_design(const Bloc& bloc, Paradigm paradigm, double fitness);

}  // namespace poldyn
