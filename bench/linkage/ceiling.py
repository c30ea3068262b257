"""
How right any judge could be on a file of people with truth: what labels would teach, and what no datum tells.

    python3 -m venv /tmp/ceiling && /tmp/ceiling/bin/pip install numpy scikit-learn
    family-hub link people.csv --model deep.json --out clusters.csv --pairs pairs.csv
    /tmp/ceiling/bin/python bench/linkage/ceiling.py people.csv pairs.csv

`deep.json` is the file's model with "thresholds": {"link": 0, "review": -10}. A boosted tree learns from four fifths of
the families who is who, by the engine's weight and levels, by years, kinds of source, towns, spelling, how common the
names are and what else each record fits, and judges the pairs of the last fifth: so each pair once. Records are then
joined as the engine joins them, best link first, never across two NHS numbers or UPNs.
"""
import collections
import csv
import re
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

FOLDS = 5
NEVER_SEEN = -10.0
CERTAIN = 20.0


def main(people_path, pairs_path):
    people = list(csv.DictReader(open(people_path, encoding="utf-8")))
    row_of = {(one["source"], one["rec_id"]): at for at, one in enumerate(people)}
    pairs = list(csv.DictReader(open(pairs_path, encoding="utf-8")))
    a = [row_of[pair["source_1"], pair["record_id_1"]] for pair in pairs]
    b = [row_of[pair["source_2"], pair["record_id_2"]] for pair in pairs]
    truth = [one["truth_id"] for one in people]
    is_one = np.array([truth[i] == truth[j] for i, j in zip(a, b)])
    weights = np.array([float(pair["weight"]) for pair in pairs])
    print(f"{len(people)} records of {len(set(truth))} people, {len(pairs)} pairs, {is_one.sum()} of one person")
    say("the engine's weights", people, truth, a, b, weights)
    say("a judge taught with labels", people, truth, a, b, taught(people, pairs, a, b, weights, is_one))
    say("a judge who knows", people, truth, a, b, np.where(is_one, CERTAIN, -CERTAIN))
    tell_apart(people)


def say(who, people, truth, a, b, bits):
    best = max((persons_f1(truth, join(people, a, b, bits, unseen)), unseen) for unseen in (0.0, -4.0, -8.0))
    print(f"{who}: persons F1 {best[0]:.4f}")


def taught(people, pairs, a, b, weights, is_one):
    features = np.array(list(features_of(people, pairs, a, b, weights)), float)
    fold_of = [hash_of(re.sub(r"-[^-]*$", "", one["truth_id"])) % FOLDS for one in people]
    folds = np.array([[fold_of[i], fold_of[j]] for i, j in zip(a, b)])
    share = np.zeros(len(pairs))
    for fold in range(FOLDS):
        judged = folds[:, 0] == fold
        learnt = ~(folds == fold).any(axis=1)
        judge = HistGradientBoostingClassifier(max_iter=400, learning_rate=0.05, min_samples_leaf=10, random_state=1)
        share[judged] = judge.fit(features[learnt], is_one[learnt]).predict_proba(features[judged])[:, 1]
    share = np.clip(share, 1e-6, 1 - 1e-6)
    return np.log2(share / (1 - share))


def hash_of(text):
    return sum(at * ord(letter) for at, letter in enumerate(text, 1))


def features_of(people, pairs, a, b, weights):
    levels = [name for name in pairs[0] if name not in NO_LEVELS]
    numbers = {name: {} for name in levels}
    kinds = {}
    named = collections.Counter(name_of(one) for one in people)
    fits = collections.defaultdict(dict)
    for i, j, bits in zip(a, b, weights):
        fits[i][j] = fits[j][i] = bits
    for pair, i, j, bits in zip(pairs, a, b, weights):
        one, other = sorted((people[i], people[j]), key=lambda own: (own["dob"] == "", kind_of(own)))
        first, second = (i, j) if one is people[i] else (j, i)
        yield [
            bits,
            *(numbers[name].setdefault(pair[name], len(numbers[name])) for name in levels),
            *(kinds.setdefault(kind_of(own), len(kinds)) for own in (one, other)),
            *(int(own["dob"][:4] or 0) for own in (one, other)),
            *(named[name_of(own)] for own in (one, other)),
            *(len(fits[own]) for own in (first, second)),
            *best_others(fits[first], second),
            *best_others(fits[second], first),
            max((min(own, fits[second].get(at, -20)) for at, own in fits[first].items() if at != second), default=-20),
            distance(one["first_name"].lower(), other["first_name"].lower()),
            distance(one["surname"].lower(), other["surname"].lower()),
            one["address"].split(", ")[-1] == other["address"].split(", ")[-1],
            re.match("[A-Z]*", one["postcode"]).group() == re.match("[A-Z]*", other["postcode"]).group(),
            one["sex"] == other["sex"],
            *(own[column] != "" for own in (one, other) for column in ("postcode", "phone", "email")),
        ]


NO_LEVELS = {"source_1", "record_id_1", "source_2", "record_id_2", "weight", "probability"}


def name_of(one):
    return one["first_name"].lower(), one["surname"].lower()


def kind_of(one):
    return re.sub(r"^[^/]*/", "", one["source"]) + ("/contact" if "/contact/" in one["rec_id"] else "")


def best_others(fits, but):
    return (sorted((bits for at, bits in fits.items() if at != but), reverse=True) + [-20, -20])[:2]


def distance(one, other):
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, own in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != own))
    return row[-1]


def join(people, a, b, bits, unseen):
    """Best link first; two clusters join where the mean of all their pairs does, a pair never compared counting `unseen`."""
    of = list(range(len(people)))
    members = {at: [at] for at in of}
    known = {(min(i, j), max(i, j)): own for i, j, own in zip(a, b, bits)}
    for at in np.argsort(-bits, kind="stable"):
        if bits[at] < 0:
            break
        x, y = of[a[at]], of[b[at]]
        if x == y or any(clash(people, members[x], members[y], column) for column in ("nhs_number", "upn")):
            continue
        own = [known.get((min(i, j), max(i, j)), unseen) for i in members[x] for j in members[y]]
        if sum(own) / len(own) < 0:
            continue
        for record in members[y]:
            of[record] = x
        members[x] += members.pop(y)
    return of


def clash(people, some, others, column):
    ours, theirs = ({people[at][column] for at in own} - {""} for own in (some, others))
    return bool(ours and theirs) and len(ours | theirs) > 1


def persons_f1(truth, of):
    made, truly = collections.defaultdict(list), collections.defaultdict(list)
    for at, person in enumerate(truth):
        made[of[at]].append(at)
        truly[person].append(at)
    exact = sum(sorted(made[of[own[0]]]) == own for own in truly.values())
    return 2 * exact / (len(made) + len(truly))


def tell_apart(people):
    """Persons with a record that has nothing in common with their others but a name, and whether somebody else has that name."""
    of_person, of_name = collections.defaultdict(list), collections.defaultdict(set)
    for one in people:
        of_person[one["truth_id"]].append(one)
        of_name[name_of(one)].add(one["truth_id"])
    bare = [
        [one for one in own if not any(other is not one and share(one, other) for other in own)]
        for own in of_person.values()
        if len(own) > 1
    ]
    bare = [own for own in bare if own]
    shared = sum(any(len(of_name[name_of(one)]) > 1 for one in own) for own in bare)
    print(f"persons with a record that has only a name in common with the rest: {len(bare)}, {shared} of them a name that others bear")


def share(one, other):
    if one["dob"] and other["dob"]:
        return True
    columns = ("postcode", "uprn", "phone", "email", "nhs_number", "upn", "social_care_id")
    return any(one[column] != "" and one[column] == other[column] for column in columns)


main(sys.argv[1], sys.argv[2])
