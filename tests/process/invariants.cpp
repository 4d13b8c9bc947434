#include "tests/process/invariants.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"
#include "sim/process/dispatch/dispatch.h"
#include "tests/process/invariants_approval.h"
#include "tests/process/invariants_books.h"
#include "tests/process/invariants_procurement.h"
#include "tests/process/invariants_scores.h"

namespace poldyn::lab {
namespace {

/// Collects what it has seen on its way through one world.
class Look {
 public:
  /// `turned`: the latest event was a market epoch, so that shares sum to 1.
  Look(const Simulation& sim, bool turned) : sim_(sim), world_(sim.world), turned_(turned) {}

  std::string first_problem() {
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) members(BlocId{b});
    for (std::size_t i = 0; i < world_.vendors.size(); ++i) vendor(VendorId{i});
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) market(BlocId{b});
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) regions(BlocId{b});
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) bases(world_.blocs[b]);
    for (const Bloc& bloc : world_.blocs) technology(bloc);
    for (std::size_t i = 0; i < world_.offices.size(); ++i) office(OfficeId{i});
    filings();
    models();
    variants();
    if (problem_.empty()) problem_ = what_is_wrong_in_books(sim_);
    if (problem_.empty()) problem_ = what_is_wrong_in_approvals(sim_);
    backing();
    if (problem_.empty()) problem_ = what_is_wrong_in_procurement(sim_);
    if (problem_.empty()) problem_ = what_is_wrong_in_scores(sim_);
    return problem_;
  }

 private:
  /// Pools divide their money by what the vendors that are there weigh.
  void backing() {
    if (world_.backing.empty() || !sim_.rules.mechanisms.funding || !sim_.rules.mechanisms.finance) return;
    hold(world_.backing.size() == world_.vendors.size(), "backing: not one for each vendor");
    for (std::size_t b = 0; b < world_.blocs.size(); ++b)
      for (std::size_t pool = 0; pool < funding_pools; ++pool) {
        double sum = 0;
        for (const VendorId id : world_.blocs[b].members) sum += world_.backing[id.value].weight[pool];
        hold(std::abs(sum - world_.blocs[b].backing_weight[pool]) <= 1e-9 * sum, "backing: not the sum", b);
      }
  }

  void hold(bool holds, const char* what, std::size_t whose = 0) {
    if (!holds && problem_.empty()) problem_ = std::string(what) + " (of " + std::to_string(whose) + ")";
  }

  /// The most that it may have been: filings under way when a policy lowers it are decided.
  std::int64_t pending_limit(BlocId bloc) const {
    const std::string key = "bloc." + sim_.rules_of(bloc).name + ".registration.pending_limit";
    std::int64_t most = sim_.rules_of(bloc).registration.pending_limit;
    for (const auto& [edited, value] : sim_.unamended)
      if (edited == key) most = std::max(most, std::get<std::int64_t>(value));
    for (const PolicyRule& policy : sim_.rules.policies)
      for (const Edit& edit : policy.edits)
        if (edit.key == key && edit.kind == EditKind::set) most = std::max(most, std::get<std::int64_t>(edit.value));
    return most;
  }

  void members(BlocId id) {
    const Bloc& bloc = world_.at(id);
    hold(bloc.members.size() == bloc.vendors, "bloc: vendors is not the number of members", id.value);
    for (std::size_t i = 0; i < bloc.members.size(); ++i) {
      const Vendor& vendor = world_.at(bloc.members[i]);
      hold(vendor.active && vendor.bloc == id && vendor.member == i, "member: not where it thinks it is", i);
    }
    active_ += bloc.members.size();
    const BlocTally& t = bloc.tally;
    hold(bloc.profit_margin >= -1 && bloc.profit_margin <= 1, "bloc: profit margin beyond 1", id.value);
    for (const TrackState& track : bloc.tracks)
      hold(std::isfinite(track.expected_days) && track.expected_days >= 0, "bloc: expected review");
    hold(bloc.registry.light <= bloc.registry.approvals, "registry: more light approvals than approvals");
    hold(bloc.registry.first + bloc.registry.variants <= bloc.registry.approvals,
         "registry: more first approvals and variants than approvals");
    const double area = t.vendor_days + in_days(sim_.now() - bloc.vendors_since) * bloc.vendors;
    hold(area >= 0 && bloc.vendors_since <= sim_.now(), "bloc: vendor-days");
  }

  void technology(const Bloc& bloc) {
    const KnownParadigms& known = bloc.paradigms;
    hold(known.common <= known.found && known.found <= world_.newest_paradigm,
         "paradigms: known before they are found");
    for (std::size_t p = 1; p <= known.found; ++p)
      hold(known.since[p - 1] <= known.since[p] && known.since[p] <= sim_.now(), "paradigms: out of order");
    double pool = 0;
    std::uint32_t under_way = 0;
    for (std::size_t i = 0; i < world_.directed.size(); ++i) {
      const double compute = world_.directed[i].compute;
      if (&world_.at(world_.vendors[i].bloc) != &bloc || compute == 0) continue;
      hold(world_.vendors[i].active && world_.vendors[i].training, "programme: directs who does nothing", i);
      pool += compute;
      ++under_way;
    }
    hold(under_way == bloc.programme.under_way, "programme: projects under way");
    hold(std::abs(pool - bloc.programme.pool) <= 1e-9 * pool, "programme: the pool is not the sum of its projects");
  }

  void vendor(VendorId id) {
    const Vendor& v = world_.at(id);
    active_vendors_ += v.active;
    hold(std::isfinite(v.fitness), "vendor: fitness is no number", id.value);
    hold((v.design & ~design_mask(world_.bits)) == 0, "vendor: design too long", id.value);
    hold(v.paradigm <= v.knows && v.knows <= world_.newest_paradigm, "vendor: knows what nobody has found", id.value);
    hold(v.fitness == world_.landscape_of(v.paradigm).fitness(v.design), "vendor: fitness of another design", id.value);
    if (v.experience) {
      const Experience& had = world_.experiences[v.experience];
      hold(had.hardening >= 0 && *std::min_element(had.stock.begin(), had.stock.end()) >= 0, "vendor: a stock below 0",
           id.value);
      hold(!v.offer, "vendor: feedback both on the market and off it", id.value);
    }
    if (!v.active) {
      hold(v.cash == Money{}, "gone vendor: left cash", id.value);
      hold(!v.product && !v.candidate && !v.offer && !v.filings && !v.contracts && !v.experience,
           "gone vendor: left something", id.value);
      return;
    }
    std::set<std::uint32_t> releases;  // some are several filings
    std::size_t guard = 0;
    for (FilingId f = v.filings; f && ++guard < 10'000; f = world_.at(f).next_of_vendor) {
      const Filing& filing = world_.at(f);
      hold(filing.state != FilingState::unused && filing.state != FilingState::withdrawn && filing.vendor == id,
           "vendor: a filing of its list is not its own", id.value);
      if (filing.purpose == FilingPurpose::release && releases.insert(filing.model.value).second)
        own(filing.model, id, ModelStatus::filed);
      listed_.insert(f.value);
    }
    hold(releases.size() == v.pending, "vendor: pending is not the number of its releases filed", id.value);
    hold(v.pending <= pending_limit(v.bloc), "vendor: more pending than allowed", id.value);
    if (v.candidate) own(v.candidate, id, ModelStatus::candidate);
    if (v.product) {
      const ModelStatus status = world_.at(v.product).status;
      const bool away = status == ModelStatus::lapsed || status == ModelStatus::suspended;
      own(v.product, id, away ? status : ModelStatus::deployed);
      hold(!away || !world_.at(v.product).approved, "vendor: a product off the market is approved", id.value);
      ledger(world_.at(v.product));
    }
    hold(bool{v.offer} == (v.product && world_.at(v.product).status == ModelStatus::deployed),
         "vendor: an offer without a deployed product, or the reverse", id.value);
    if (!sim_.rules.vendors.works_ahead) return;
    hold(v.training, "vendor: works ahead and does nothing", id.value);
  }

  void own(ModelId model, VendorId vendor, ModelStatus status) {
    const Model& m = world_.at(model);
    hold(m.vendor == vendor && m.status == status, "vendor: its model is another's or has another status",
         vendor.value);
    hold(owned_.insert(model.value).second, "model: owned twice", model.value);
  }

  /// The parts of a release's time sum to the whole, to the tick.
  void ledger(const Model& m) {
    Ticks sum{};
    for (const Ticks part : m.delay.parts) {
      sum += part;
      hold(part >= Ticks{0}, "ledger: time below 0");
    }
    hold(sum == m.released - m.delay.start && m.delay.mark == m.released, "ledger: parts do not sum to the whole");
    hold(m.robustness >= 0 && m.robustness <= 1, "model: robustness outside [0, 1]");
    hold(std::isfinite(m.mean_q), "model: capability is no number");
  }

  void market(BlocId id) {
    const Bloc& bloc = world_.at(id);
    const Market& m = bloc.market;
    hold(m.rows == m.vendor.size(), "market: rows");
    for (std::uint32_t row = 0; row < m.rows; ++row) {
      const Vendor& v = world_.at(m.vendor[row]);
      hold(v.active && v.bloc == id && v.offer == OfferRow{row}, "market: a row of nobody", row);
      hold(v.product && m.quality(row, 0) == world_.at(v.product).q[0], "market: a row with another's quality", row);
      hold(m.standard[row] == world_.at(v.product).standard, "market: a row with another's standard", row);
      hold(world_.standards == 0 ? m.standard[row] == no_standard : m.standard[row] < world_.standards,
           "market: a standard that there is not", row);
      hold(m.robustness(row) == world_.at(v.product).robustness, "market: a row with another's robustness", row);
    }
    for (Eigen::Index d = 0; m.rows > 0 && d < static_cast<Eigen::Index>(world_.domains); ++d) {
      const auto share = m.share.col(d).head(m.rows);
      hold(share.minCoeff() >= 0, "market: a share below 0", id.value);
      hold(share.sum() <= 1 + 1e-9, "market: shares above 1", id.value);
      hold(!turned_ || !sim_.rules.mechanisms.market || std::abs(share.sum() - served(bloc)) < 1e-9,
           "market: shares do not sum to what is served", id.value);
      hold(m.stock.col(d).head(m.rows).minCoeff() >= 0, "market: a stock below 0", id.value);
      if (m.chosen.cols() == 0) continue;
      const auto chosen = m.chosen.col(d).head(m.rows);
      hold(chosen.minCoeff() >= 0 && chosen.sum() <= 1 + 1e-9, "market: chosen shares", id.value);
    }
  }

  /// Share of demand in regions where anything is deployed.
  static double served(const Bloc& bloc) {
    if (bloc.groups.empty()) return 1;
    double sum = 0;
    for (std::size_t g = 0; g < bloc.groups.size(); ++g) {
      bool any = false;
      for (std::uint32_t row = 0; row < bloc.market.rows; ++row)
        any |= !std::isnan(bloc.market.by_region.released(row, static_cast<Eigen::Index>(g)));
      sum += any ? bloc.groups[g].demand : 0;
    }
    return sum;
  }

  /// Forks and the market agree on who serves which regions with what, and nobody has users elsewhere.
  void regions(BlocId id) {
    const Bloc& bloc = world_.at(id);
    const Segments& s = bloc.market.by_region;
    for (std::uint32_t row = 0; row < bloc.market.rows && !bloc.groups.empty(); ++row) {
      const VendorId who = bloc.market.vendor[row];
      const Vendor& v = world_.at(who);
      std::vector<const Version*> there(bloc.groups.size());
      const Version product{world_.at(v.product).project, world_.at(v.product).released, world_.at(v.product).q};
      there.at(bloc.group_of.at(v.region.value)) = &product;
      for (const Fork& fork : world_.vendor_forks.at(who.value).forks) {
        hold(fork.live || fork.building, "fork: neither there nor on its way", who.value);
        hold(!there.at(fork.group), "fork: of the home region, or a second one", who.value);
        if (fork.live) there.at(fork.group) = &fork.serving;
      }
      for (std::size_t g = 0; g < there.size(); ++g) region(s, row, g, there[g]);
      for (std::size_t d = 0; d < world_.domains; ++d) {
        double sum = 0;
        for (std::size_t g = 0; g < there.size(); ++g)
          sum += bloc.groups[g].demand * s.share(row, static_cast<Eigen::Index>(g * world_.domains + d));
        hold(std::abs(sum - bloc.market.share(row, static_cast<Eigen::Index>(d))) < 1e-9,
             "market: a share is not the mean of those in the regions", row);
      }
    }
  }

  void region(const Segments& s, std::uint32_t row, std::size_t g, const Version* version) {
    const double released = s.released(row, static_cast<Eigen::Index>(g));
    hold(version ? released == in_days(version->released) : std::isnan(released),
         "market: a region with another version", row);
    for (std::size_t d = 0; d < world_.domains; ++d) {
      const auto segment = static_cast<Eigen::Index>(g * world_.domains + d);
      hold(version ? s.share(row, segment) >= 0 : s.share(row, segment) == 0, "market: users where nothing is deployed",
           row);
      hold(!version || s.quality(row, segment) == version->q[d], "market: a region with another quality", row);
    }
  }

  void bases(const Bloc& bloc) {
    for (const auto* pool : {&bloc.interfaces, &bloc.weights}) {
      std::set<VendorId> makers;
      std::size_t approved = 0;
      for (const Base& base : *pool) {
        approved += base.approved;
        hold(makers.insert(base.vendor).second, "bases: two of one vendor", base.vendor.value);
        hold(pool == &bloc.interfaces || (base.open && base.visible_from <= sim_.now()),
             "bases: weights that are not out");
      }
      hold(approved <= base_pool_size && pool->size() - approved <= base_pool_size, "bases: a pool too large");
    }
    for (const Base& base : bloc.interfaces) {
      hold(world_.at(base.vendor).active, "bases: an interface of a vendor that is gone", base.vendor.value);
      hold(holds_in(world_.at(base.vendor).bloc, bloc), "bases: an interface from abroad", base.vendor.value);
      const Vendor& maker = world_.at(base.vendor);
      hold(maker.offer && world_.at(maker.product).project == base.project &&
               world_.at(maker.product).approved == base.approved,
           "bases: an interface to what is not in service", base.vendor.value);
    }
    for (std::size_t i = 1; i < bloc.upcoming.size(); ++i)
      hold(bloc.upcoming[i - 1].visible_from <= bloc.upcoming[i].visible_from, "bases: upcoming ones out of order");
  }

  /// Whether models of a vendor of the bloc `from` may be called in `bloc`.
  bool holds_in(BlocId from, const Bloc& bloc) {
    if (&world_.at(from) == &bloc) return true;
    const RecognitionRule& rule = sim_.rules.blocs[static_cast<std::size_t>(&bloc - world_.blocs.data())].recognition;
    return sim_.rules.mechanisms.recognition && rule.interfaces && recognises(rule, world_.at(from).name);
  }

  /// Each vendor's shelf is the list of its variants, and the registry lists them all.
  void variants() {
    std::vector<std::size_t> listed(world_.blocs.size());
    std::size_t all = 0;
    for (std::size_t i = 0; i < world_.vendor_variants.size(); ++i) {
      const VendorVariants& shelf = world_.vendor_variants[i];
      const Vendor& v = world_.vendors[i];
      std::size_t held = 0, filed = 0, guard = 0;
      for (VariantId id = shelf.first; id && ++guard < 100'000; id = world_.variants[id].next, ++held)
        hold(world_.variants[id].vendor == VendorId{i}, "variant: on another vendor's shelf", i);
      for (FilingId f = v.filings; f; f = world_.at(f).next_of_vendor)
        filed += world_.at(f).purpose == FilingPurpose::variant;
      hold(held == shelf.held && filed == shelf.under_review, "variant: a shelf does not know what is on it", i);
      hold(v.active || (held == 0 && filed == 0), "variant: of a vendor that is gone", i);
      listed[v.bloc.value] += held;
      all += held;
    }
    hold(all == world_.variants.alive(), "variants: slots alive and variants held differ");
    for (std::size_t b = 0; b < listed.size(); ++b) {
      const Registry& registry = world_.blocs[b].registry;
      hold(listed[b] == registry.variants_listed, "registry: lists other variants than there are", b);
      hold(registry.variants_listed <= registry.variants && registry.variants <= registry.approvals &&
               registry.designs.size() <= registry.approvals,
           "registry: more of a kind than of all", b);
    }
  }

  /// What the office's queue goes by: due times, or the lengths of ways.
  SimTime rank(const Office& o, FilingId f) const {
    if (sim_.rules_of(o.bloc).stages[o.stage].rule.discipline == Discipline::due)
      return world_.deadlines.empty() ? end_of_time : due_of(world_.deadlines[f.value]);
    double days = 0;
    for (const std::uint8_t stage : world_.at(o.bloc).routes[world_.at(f).route])
      days += sim_.rules_of(o.bloc).stages[stage].rule.review.mean;
    return at_day(days);
  }

  /// The lowest rank comes first, and what finds places knows the last of each.
  void in_order_of_rank(const Office& o) {
    std::size_t ranks = 0;
    for (FilingId f = o.queue[0].first; f; f = world_.at(f).next) {
      const FilingId next = world_.at(f).next;
      hold(!next || rank(o, f) <= rank(o, next), "queue: not in the order of ranks", f.value);
      if (next && rank(o, next) == rank(o, f)) continue;
      ++ranks;
      const auto known = o.last_of_rank.find(rank(o, f));
      hold(known != o.last_of_rank.end() && known->second == f, "queue: the last of a rank is another", f.value);
    }
    hold(ranks == o.last_of_rank.size(), "queue: ranks of filings that do not wait");
  }

  /// Clocks of what is under way: one that runs has an event ahead, and one that stands waits for the vendor.
  void clocks(FilingId id, const Filing& f) {
    if (world_.deadlines.empty()) return;
    const FilingDeadlines& d = world_.deadlines.at(id.value);
    for (const DeadlineClock* clock : {&d.stage, &d.track}) {
      if (clock->state == DeadlineClock::State::standing)
        hold(f.state == FilingState::rectifying && clock->stops && clock->left >= Ticks{0},
             "deadline: a clock stands though nothing is being mended", id.value);
      if (clock->state != DeadlineClock::State::running) continue;
      hold(clock->due >= sim_.now() && d.planned && *d.planned <= clock->due, "deadline: nobody will look", id.value);
      hold(f.state != FilingState::rectifying || !clock->stops, "deadline: runs while it should stand", id.value);
    }
    hold(!d.planned || *d.planned >= sim_.now(), "deadline: planned for a time that is over", id.value);
  }

  std::size_t walk(const FilingList& list, OfficeId office, FilingState state) {
    std::size_t size = 0;
    FilingId previous;
    for (FilingId f = list.first; f && size <= list.size; previous = f, f = world_.at(f).next, ++size) {
      const Filing& filing = world_.at(f);
      hold(filing.previous == previous, "queue: links disagree", f.value);
      hold(filing.state == state && filing.office == office, "queue: holds a filing of another state", f.value);
      hold(queued_.insert(f.value).second, "queue: a filing stands in two", f.value);
    }
    hold(list.last == previous && size == list.size, "queue: its size or end is wrong", office.value);
    return size;
  }

  void office(OfficeId id) {
    const Office& o = world_.at(id);
    const StageRule& rule = sim_.rules_of(o.bloc).stages[o.stage].rule;
    std::size_t waiting = 0;
    for (const FilingList& list : o.queue) waiting += walk(list, id, FilingState::queued);
    if (rule.discipline == Discipline::due || rule.discipline == Discipline::shortest) in_order_of_rank(o);
    hold(waiting == o.waiting, "office: waiting is not the sum of its queues", id.value);
    walk(o.decided, id, FilingState::awaiting_window);
    const bool edited = !sim_.rules.policies.empty();  // fewer reviewers or places let go of nothing that is there
    const bool some_leave = sim_.rules.mechanisms.staffing && rule.staffing.follows != StaffingTarget::none;
    hold(o.reviewers == 0 || o.in_review <= o.reviewers || edited || some_leave, "office: more reviews than reviewers",
         id.value);
    const bool open = is_open(rule, o.region.value);
    hold(o.waiting == 0 || !open || (o.reviewers > 0 && o.in_review >= o.reviewers),
         "office: idle with filings waiting", id.value);
    hold(rule.capacity == 0 || edited || o.waiting + o.in_review + o.decided.size <= rule.capacity, "office: overfull",
         id.value);
    hold(o.decided.size == 0 || o.decision_date_set == open, "office: nobody will open the window", id.value);
    const OfficeTally& t = o.tally;
    hold(t.finished == t.passed + t.returned + t.refused, "office: verdicts do not add up", id.value);
    hold(t.waited <= t.started && t.wait_days >= 0 && t.stay_days >= 0, "office: waits", id.value);
    hold(t.waiting_area >= 0 && t.busy_area >= 0 && t.awaiting_date_area >= 0, "office: areas", id.value);
    const std::uint64_t still_there = std::uint64_t{o.waiting} + o.in_review + o.decided.size;
    hold(t.there + t.arrived == t.finished + t.withdrawn + t.abandoned + t.overdue + still_there,
         "office: what went in is not what came out and what is there", id.value);
    if (world_.warm_since != SimTime{}) return;
    hold(t.started >= t.finished + o.in_review + o.decided.size, "office: more finished than started", id.value);
    // Little's law of one history: the area under the number in the office is the sum of the visits' lengths.
    const double rest = in_days(sim_.now() - t.counted_to);
    const double area = t.waiting_area + t.busy_area + t.awaiting_date_area + rest * static_cast<double>(still_there);
    const double stays = t.stay_days + t.lost_days + stays_so_far(id);
    hold(std::abs(area - stays) <= 1e-9 * (1 + area), "office: Little's law", id.value);
  }

  /// Days that the filings in an office have been there.
  double stays_so_far(OfficeId id) {
    if (stays_.empty()) {
      stays_.resize(world_.offices.size());
      for (std::size_t i = 0; i < world_.filings.capacity(); ++i) {
        const Filing& f = world_.at(FilingId{i});
        if (f.state == FilingState::unused || f.state == FilingState::rectifying) continue;
        if (f.state == FilingState::cut_short) continue;
        stays_.at(f.office.value) += in_days(sim_.now() - f.arrived);
      }
    }
    return stays_.at(id.value);
  }

  void filings() {
    std::size_t used = 0;
    std::vector<std::size_t> in_review(world_.offices.size());
    for (std::size_t i = 0; i < world_.filings.capacity(); ++i) {
      const Filing& f = world_.at(FilingId{i});
      if (f.state == FilingState::unused) continue;
      ++used;
      const bool reviewed =
          f.state == FilingState::in_review || f.state == FilingState::withdrawn || f.state == FilingState::overtaken;
      if (reviewed) ++in_review.at(f.office.value);
      const bool waits = f.state == FilingState::queued || f.state == FilingState::awaiting_window;
      hold(waits == queued_.contains(static_cast<std::uint32_t>(i)), "filing: its state and the queues disagree", i);
      const bool owned = f.vendor && f.state != FilingState::withdrawn;
      hold(owned == listed_.contains(static_cast<std::uint32_t>(i)), "filing: missing from its vendor's list", i);
      const bool left_behind = f.state == FilingState::overtaken || f.state == FilingState::cut_short;
      hold(!left_behind || !f.vendor, "filing: what a deadline left of it has a vendor", i);
      if (!left_behind && f.state != FilingState::withdrawn) clocks(FilingId{i}, f);
      if (owned && f.purpose == FilingPurpose::release)
        hold(world_.at(f.model).generation == f.model_generation, "filing: its model is gone", i);
      Ticks sum{};
      for (const Ticks part : f.delay.parts) sum += part;
      hold(sum == f.delay.mark - f.delay.start, "filing: its ledger does not add up", i);
    }
    hold(used == world_.filings.alive(), "filings: slots alive and slots used differ");
    for (std::size_t i = 0; i < in_review.size(); ++i)
      hold(in_review[i] == world_.offices[i].in_review, "office: in_review is not the number of its reviews", i);
  }

  /// A model of nobody may only be on its way into service.
  void models() {
    hold(active_ == active_vendors_, "blocs: an active vendor is no member");
    std::size_t used = 0;
    for (std::size_t i = 0; i < world_.models.capacity(); ++i) {
      const Model& m = world_.at(ModelId{i});
      if (m.status == ModelStatus::unused) continue;
      ++used;
      if (owned_.contains(static_cast<std::uint32_t>(i))) continue;
      Days notice{0};
      const RuleList& list = sim_.filing_rules_of(world_.at(m.vendor).bloc);
      for (const ListedRule& listed : list.rules) notice = std::max(notice, listed.rule.notification);
      const bool decided = m.status == ModelStatus::filed && given_to(world_, ModelId{i}, all_rules(list)) != 0;
      const bool notified = m.status == ModelStatus::candidate && sim_.now() <= m.trained + to_ticks(notice);
      const bool released =
          !sim_.rules.policies.empty() && m.status == ModelStatus::candidate;  // held until it was not
      const bool fitted = m.delay.of(Cause::fork) > Ticks{0} && sim_.now() <= m.delay.mark;
      hold(decided || notified || released || fitted, "model: of nobody, and alive", i);
    }
    hold(used == world_.models.alive(), "models: slots alive and slots used differ");
  }

  const Simulation& sim_;
  const World& world_;
  bool turned_;
  std::string problem_;
  std::vector<double> stays_;  // by office
  std::size_t active_ = 0, active_vendors_ = 0;
  std::set<std::uint32_t> listed_, queued_, owned_;
};

}  // namespace

std::string what_is_wrong(const Simulation& sim) { return Look(sim, false).first_problem(); }

namespace {

/// A release's time, when it is first deployed: the parts sum to the whole, to the tick.
std::string ledger_of_release(const Event& event, const World& world) {
  const Model& model = world.at(ModelId{event.what.subject});
  if (model.generation != event.what.detail || model.released != event.at) return "";
  Ticks sum{};
  for (const Ticks part : model.delay.parts) sum += part;
  return sum == event.at - model.delay.start ? "" : "ledger: parts do not sum to the release's whole";
}

}  // namespace

std::string run_and_look(Simulation& sim, int every) {
  std::string problem;
  int count = 0;
  run(
      sim,
      [&](const Event& event, const World& world) {
        const auto kind = static_cast<EventKind>(event.what.kind);
        if (kind == EventKind::deployed) problem = ledger_of_release(event, world);
        const bool turned = kind == EventKind::market_epoch && world.blocs.size() == 1;
        if (problem.empty() && (++count % every == 0 || kind == EventKind::market_epoch))
          problem = Look(sim, turned).first_problem();
        if (!problem.empty())
          problem +=
              " after " + std::string(event_names[event.what.kind]) + " on day " + std::to_string(in_days(event.at));
      },
      [&] { return problem.empty(); });
  return problem;
}

}  // namespace poldyn::lab
