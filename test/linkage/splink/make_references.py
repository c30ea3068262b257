"""Splink's own answers for two files of made-up people, to which the import of its models is held.

    python make_references.py county|register|distances

Reads NAME.csv beside this file and writes NAME.model.json (as Splink saves it) and NAME.weights.csv (the match weight of
every pair that the model's rules bring together). Needed only where a model or a file changes; tests read what it wrote.
`distances` writes what DuckDB says of pairs of words, typed and mistyped. `county` was made with Splink 5 and `register` with Splink 4.
"""

import random
import sys
from pathlib import Path

import duckdb
from splink import ColumnExpression, DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as level
from splink import comparison_library as compare

name = sys.argv[1]
here = Path(__file__).parent
connection = duckdb.connect(":memory:")
if name == "distances":
    chance = random.Random(9)
    words = ["a", "é", "ab", "ba", "Zoë", "Zoe", "李明", "martha", "marhta", "dwayne", "duane", "abcdxxxx", "abcdyyyy"]
    for letters in ["ab", "abcdé", "abcdefghijklmnop"] * 20:
        words.append("".join(chance.choice(letters) for _ in range(chance.randrange(1, 14))))
    for word in words[13:]:
        at = chance.randrange(len(word))
        words.append(chance.choice([word[:at] + word[at + 1 :] + "b", word[:at] + "c" + word[at:], word[::-1]]))
    pairs = [(one, chance.choice(words)) for one in words] + list(zip(words[13:73], words[73:]))
    connection.execute("create table words as select unnest(?) as one, unnest(?) as other", list(zip(*pairs)))
    distances = "levenshtein damerau_levenshtein jaro_similarity jaro_winkler_similarity jaccard".split()
    measured = ", ".join(f"{distance}(one, other) as {distance}" for distance in distances)
    connection.execute(f"copy (select *, {measured} from words) to '{here / name}.csv' (header)")
    sys.exit()

connection.execute(
    f"create table people as select * from read_csv('{here / name}.csv', all_varchar = true, nullstr = '')"
)


def county():
    email = ColumnExpression("email")
    middle = compare.CustomComparison(
        output_column_name="middle_name",
        comparison_levels=[
            level.NullLevel("middle_name"),
            level.ExactMatchLevel("middle_name").configure(
                tf_adjustment_column="middle_name", tf_minimum_u_value=0.01, tf_adjustment_weight=0.5
            ),
            level.CustomLevel("SUBSTR(middle_name_l, 1, 1) = SUBSTR(middle_name_r, 1, 1)", "initial"),
            level.ElseLevel(),
        ],
    )
    return {
        "comparisons": [
            compare.NameComparison("first_name").configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            middle,
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            compare.ExactMatch("sex"),
            compare.ExactMatch("nhs_number"),
            compare.EmailComparison(email),
            compare.DamerauLevenshteinAtThresholds("phone", [1, 2]),
            compare.LevenshteinAtThresholds("address", [2, 6]),
        ],
        "blocking_rules_to_generate_predictions": [
            block_on("nhs_number"),
            block_on("first_name", "dob"),
            block_on("surname", "substr(postcode, 1, 4)"),
            "l.dob = r.dob and substr(l.first_name, 1, 1) = substr(r.first_name, 1, 1)",
        ],
    }, [block_on("first_name", "surname", "dob")], [block_on("first_name", "surname"), block_on("dob")]


def register():
    for column, kind in {"lat": "double", "long": "double", "income": "integer", "hobbies": "varchar[]"}.items():
        connection.execute(f"alter table people alter {column} type {kind}")
    born = compare.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            level.NullLevel(ColumnExpression("born").try_parse_date("%d/%m/%Y")),
            level.ExactMatchLevel("born"),
            level.AbsoluteDateDifferenceLevel(
                "born", input_is_string=True, threshold=1, metric="month", datetime_format="%d/%m/%Y"
            ),
            level.AbsoluteTimeDifferenceLevel(
                "born", input_is_string=True, threshold=5, metric="year", datetime_format="%d/%m/%Y"
            ),
            level.ElseLevel(),
        ],
    )
    home = compare.CustomComparison(
        output_column_name="home",
        comparison_levels=[
            level.Or(level.NullLevel("lat"), level.NullLevel("long")),
            level.DistanceInKMLevel("lat", "long", 0.1),
            level.And(level.DistanceInKMLevel("lat", "long", 5), level.Not(level.NullLevel("ward"))),
            level.Or(
                level.CustomLevel("ward_l LIKE 'Mill%' AND ward_r IN ('Mill Hill', 'Millfield')"),
                level.CustomLevel("CASE WHEN ward_l IS NULL THEN FALSE ELSE lower(ward_l) = lower(ward_r) END"),
            ),
            level.ElseLevel(),
        ],
    )
    income = compare.CustomComparison(
        output_column_name="income",
        comparison_levels=[
            level.NullLevel("income"),
            level.ExactMatchLevel("income"),
            level.PercentageDifferenceLevel("income", 0.05),
            level.CustomLevel("abs(income_l - income_r) BETWEEN 0 AND 2000", "near"),
            level.ElseLevel(),
        ],
    )
    return {
        "comparisons": [
            compare.ForenameSurnameComparison("given", "family"),
            born,
            home,
            income,
            compare.ArrayIntersectAtSizes("hobbies", [2, 1]),
            compare.JaccardAtThresholds("street", [0.9, 0.6]),
            compare.JaroAtThresholds("ward", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        ],
        "blocking_rules_to_generate_predictions": [
            block_on("born"),
            block_on("family", "ward"),
            "l.given = r.family and l.family = r.given",
            "(l.given = r.given and l.ward = r.ward) or l.street = r.street",
        ],
    }, [block_on("given", "family", "born")], [block_on("given", "family"), block_on("born")]


settings, certain, trainings = {"county": county, "register": register}[name]()
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="rec_id",
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
    **settings,
)
api = DuckDBAPI(connection=connection)
linker = Linker(api.register("people") if hasattr(api, "register") else "people", settings, *([] if hasattr(api, "register") else [api]))
linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in trainings:
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
linker.misc.save_model_to_json(str(here / f"{name}.model.json"), overwrite=True)
pairs = linker.inference.predict()
frame = pairs.as_pandas_dataframe()[["rec_id_l", "rec_id_r", "match_weight"]]
frame.sort_values(["rec_id_l", "rec_id_r"]).to_csv(here / f"{name}.weights.csv", index=False, lineterminator="\n")
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.5)
frame = clusters.as_pandas_dataframe()[["cluster_id", "rec_id"]]
frame.sort_values(["rec_id"]).to_csv(here / f"{name}.clusters.csv", index=False, lineterminator="\n")
print(len(frame), "records")
