#include "tests/theory/naive_pipeline.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "tests/theory/draws.h"

namespace poldyn::theory {
namespace {

/// What a filing will do at its next moment, in the order in which ties are settled.
enum class Next { review_ends, loses_patience, arrives, is_mended, nothing };

struct Paper {
  Next next = Next::arrives;
  SimTime at{};           ///< of that
  std::uint64_t set = 0;  ///< order in which the moments were set
  std::size_t stage = 0;
  std::uint8_t priority = 0;
  std::uint16_t visit = 0;
  std::map<std::size_t, std::uint16_t> visits;  ///< by stage
  std::map<std::size_t, std::int64_t> failed;   ///< likewise
  SimTime joined{}, started{};
  std::size_t logged = 0;
};

struct Room {
  std::vector<std::size_t> queue;    ///< in the order in which they stand
  std::vector<std::size_t> decided;  ///< await a date
  SimTime last_date{-Ticks{1}};
  std::uint64_t date_set = 0;  ///< order in which the next date was set
  std::int64_t busy = 0;
};

class NaivePipeline {
 public:
  NaivePipeline(const Scenario& scenario, RunKey key) : bloc_(scenario.blocs[0]), rooms_(bloc_.stages.size()) {
    for (std::size_t s = 0; s < rooms_.size(); ++s) keys_.push_back(key_of_stage(scenario, key, s));
    const auto arrivals = arrival_times(scenario, key);
    const auto classes = priorities(scenario, key, arrivals.size());
    papers_.resize(arrivals.size());
    for (std::size_t i = 0; i < arrivals.size(); ++i)
      papers_[i].at = arrivals[i], papers_[i].set = ++sets_, papers_[i].priority = classes[i];
    end_ = SimTime{to_ticks(scenario.run.horizon)};
  }

  std::vector<Visit> run() {
    for (;;) {
      const std::size_t paper = next_paper();
      const std::size_t room = next_date();
      const bool none = paper == papers_.size();
      if (room < rooms_.size() && (none || date_of(room) < papers_[paper].at))
        now_ = date_of(room);
      else if (none)
        return visits_;
      else
        now_ = papers_[paper].at;
      if (now_ > end_) return visits_;
      if (none || papers_[paper].at != now_)
        hold_date(room);
      else
        move(paper);
    }
  }

 private:
  const StageRule& rule(std::size_t stage) const { return bloc_.stages[stage].rule; }
  static int phase(Next next) { return next == Next::review_ends || next == Next::loses_patience ? 0 : 1; }

  std::size_t next_paper() const {
    std::size_t best = papers_.size();
    const auto when = [&](std::size_t i) {
      return std::make_tuple(papers_[i].at, phase(papers_[i].next), papers_[i].set);
    };
    for (std::size_t i = 0; i < papers_.size(); ++i)
      if (papers_[i].next != Next::nothing && (best == papers_.size() || when(i) < when(best))) best = i;
    return best;
  }

  /// First date not before now, nor one that this room has already used.
  SimTime date_of(std::size_t room) const {
    SimTime date{to_ticks(rule(room).window_offset)};
    const SimTime from = std::max(now_, rooms_[room].last_date + Ticks{1});
    const Ticks width = to_ticks(rule(room).window);
    if (from > date) date += (from - date) / width * width;
    return date < from ? date + width : date;
  }

  std::size_t next_date() const {
    std::size_t best = rooms_.size();
    const auto when = [&](std::size_t r) { return std::make_pair(date_of(r), rooms_[r].date_set); };
    for (std::size_t r = 0; r < rooms_.size(); ++r)
      if (!rooms_[r].decided.empty() && (best == rooms_.size() || when(r) < when(best))) best = r;
    return best;
  }

  void set(std::size_t paper, Next next, Ticks after) {
    papers_[paper].next = next;
    papers_[paper].at = now_ + after;
    papers_[paper].set = ++sets_;
  }

  void move(std::size_t paper) {
    const Next next = papers_[paper].next;
    papers_[paper].next = Next::nothing;
    const std::size_t stage = papers_[paper].stage;
    if (next == Next::review_ends) end_review(paper);
    if (next == Next::loses_patience) std::erase(rooms_[stage].queue, paper);
    if (next == Next::arrives) arrive(paper);
    if (next == Next::is_mended) come_back(paper);
  }

  /// A batch comes as one: none of it is reviewed before all of it is there.
  void arrive(std::size_t paper) {
    const SimTime at = papers_[paper].at;
    for (; paper < papers_.size() && papers_[paper].at == at; ++paper) {
      papers_[paper].next = Next::nothing;
      join(paper, QueueEnd::back);
    }
  }

  void join(std::size_t paper, QueueEnd where) {
    Room& room = rooms_[papers_[paper].stage];
    const StageRule& stage = rule(papers_[paper].stage);
    const auto held = static_cast<std::int64_t>(room.queue.size() + room.decided.size()) + room.busy;
    if (stage.capacity > 0 && held >= stage.capacity) return;
    papers_[paper].joined = now_;
    room.queue.insert(where == QueueEnd::front ? room.queue.begin() : room.queue.end(), paper);
    review_next(papers_[paper].stage);
    if (papers_[paper].next == Next::nothing && stage.patience.mean > 0)
      set(paper, Next::loses_patience, drawn(stage.patience, Purpose::patience, paper));
  }

  bool is_free(std::size_t stage) const { return rule(stage).unlimited || rooms_[stage].busy < rule(stage).reviewers; }
  static std::uint32_t number(std::size_t paper) { return static_cast<std::uint32_t>(paper); }

  /// At the present visit to the present stage.
  Ticks drawn(const Law& law, Purpose purpose, std::size_t paper) {
    Paper& p = papers_[paper];
    return length_of(law, keys_[p.stage], purpose, number(paper), p.visits[p.stage]);
  }

  void review_next(std::size_t stage) {
    Room& room = rooms_[stage];
    while (is_free(stage) && !room.queue.empty()) {
      auto best = room.queue.begin();
      if (rule(stage).discipline == Discipline::priority)
        best = std::min_element(room.queue.begin(), room.queue.end(),
                                [&](auto a, auto b) { return papers_[a].priority < papers_[b].priority; });
      const std::size_t paper = *best;
      room.queue.erase(best);
      ++room.busy;
      papers_[paper].started = now_;
      ++papers_[paper].visit;
      ++papers_[paper].visits[stage];
      set(paper, Next::review_ends, drawn(rule(stage).review, Purpose::review, paper));
    }
  }

  void end_review(std::size_t paper) {
    const Paper& p = papers_[paper];
    const std::size_t stage = p.stage;
    --rooms_[stage].busy;
    papers_[paper].logged = visits_.size();
    visits_.push_back({outside_key(), number(paper), p.visit, static_cast<std::uint8_t>(stage), p.priority, p.joined,
                       p.started, now_, end_of_time});
    if (rule(stage).window > Days{0})
      await_date(paper, rooms_[stage]);
    else
      decide(paper);
    review_next(stage);
  }

  void await_date(std::size_t paper, Room& room) {
    if (room.decided.empty()) room.date_set = ++sets_;
    room.decided.push_back(paper);
  }

  void hold_date(std::size_t r) {
    std::vector<std::size_t> present = rooms_[r].decided;
    if (const auto limit = static_cast<std::size_t>(rule(r).decisions_per_window); limit > 0 && present.size() > limit)
      present.resize(limit);
    rooms_[r].decided.erase(rooms_[r].decided.begin(),
                            rooms_[r].decided.begin() + static_cast<std::ptrdiff_t>(present.size()));
    rooms_[r].last_date = now_;
    for (const std::size_t paper : present) decide(paper);
    if (!rooms_[r].decided.empty()) rooms_[r].date_set = ++sets_;
  }

  void decide(std::size_t paper) {
    Paper& p = papers_[paper];
    visits_[p.logged].decided = now_;
    const StageRule& stage = rule(p.stage);
    if (stage.pass_probability >= 1 ||
        passes(stage.pass_probability, keys_[p.stage], number(paper), p.visits[p.stage])) {
      if (++p.stage < rooms_.size()) join(paper, QueueEnd::back);
      return;
    }
    if (++p.failed[p.stage] >= stage.max_attempts) return;
    const Ticks after = drawn(stage.rectification, Purpose::rectification, paper);
    if (after == Ticks{0} && stage.resubmit == QueueEnd::front) return come_back(paper);
    set(paper, Next::is_mended, after);
  }

  void come_back(std::size_t paper) {
    Paper& p = papers_[paper];
    const StageRule& failed_at = rule(p.stage);
    for (std::size_t s = 0; s < rooms_.size(); ++s)
      if (bloc_.stages[s].name == failed_at.return_to) p.stage = s;
    join(paper, failed_at.resubmit);
  }

  const BlocRules& bloc_;
  std::vector<RunKey> keys_;  ///< by stage
  std::vector<Room> rooms_;
  std::vector<Paper> papers_;
  std::vector<Visit> visits_;
  std::uint64_t sets_ = 0;
  SimTime now_{}, end_{};
};

}  // namespace

std::vector<Visit> naive_visits(const Scenario& scenario, RunKey key) { return NaivePipeline(scenario, key).run(); }

}  // namespace poldyn::theory
