#include "sim/process/notices.h"

#include "sim/process/renewal.h"

namespace poldyn {
namespace {

/// When the notice was given; if the update must be fitted to its home, what is to come is charged already.
SimTime notice_since(const Model& update) {
  return update.delay.mark - update.delay.of(Cause::window) - update.delay.of(Cause::fork);
}

}  // namespace

void approve(World& world, Model& model) {
  model.approved_design = model.design;
  model.approved_paradigm = model.paradigm;
  model.approved_q = model.mean_q;
  model.approval = ++world.at(model.vendor).approvals;
}

void inherit_approval(Model& update, const Model& product) {
  update.approved = true;
  update.approved_design = product.approved_design;
  update.approved_paradigm = product.approved_paradigm;
  update.approved_q = product.approved_q;
  update.approval = product.approval;
  update.expires = product.expires;
}

void take_over_approval(World& world, ModelId update, ModelId product) {
  const Model& before = world.at(product);
  Model& after = world.at(update);
  if (is_stale_notice(world, after)) inherit_approval(after, before);
  if (!after.approved || after.approval != before.approval) return;
  after.expires = before.expires;
  pass_on_renewal(world, product, update);
}

bool is_void_notice(const World& world, const Model& update) {
  const Vendor& vendor = world.at(update.vendor);
  if (!vendor.active || !vendor.product || update.status != ModelStatus::candidate || !update.approved) return false;
  const Model& product = world.at(vendor.product);
  return product.status == ModelStatus::suspended && product.approval == update.approval;
}

bool is_stale_notice(const World& world, const Model& update) {
  // What was filed itself is no candidate any more.
  if (update.status != ModelStatus::candidate || !update.approved) return false;
  const Vendor& vendor = world.at(update.vendor);
  if (!vendor.active || !vendor.product) return false;
  const Model& product = world.at(vendor.product);
  const bool of_that_product = product.released <= notice_since(update);
  return of_that_product && product.status == ModelStatus::deployed && product.approved &&
         product.approval != update.approval;
}

void take_back_approval(Model& update) {
  update.approved = false;
  update.approval = 0;
  update.expires = SimTime{};
}

}  // namespace poldyn
