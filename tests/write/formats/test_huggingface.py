from zhfacts.write import export, read_extract
from zhfacts.write.tables import TABLES


def test_huggingface_opens_every_configuration_offline(extract, articles, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    folder = str(export(extract, "huggingface"))
    names = [t.name for t in TABLES if len(read_extract(extract).table(t.name))]
    assert set(datasets.get_dataset_config_names(folder)) == {*names, "documents"}
    cache = str(tmp_path / "cache")
    facts = datasets.load_dataset(folder, split="train", cache_dir=cache)
    assert facts.num_rows == sum(len(a.facts) for a in articles)
    assert "indicator" in facts.column_names
    for name in names:
        found = datasets.load_dataset(folder, name, split="train", cache_dir=cache)
        assert found.num_rows == len(read_extract(extract).table(name))
    documents = datasets.load_dataset(folder, "documents", split="train", cache_dir=cache)
    for row, article in zip(documents, articles, strict=True):
        assert row["text"] == article.text
        assert [m["text"] for m in row["mentions"]] == [m.text for m in article.mentions]
        assert [q["value"] for q in row["quantities"]] == [q.value for q in article.quantities]


def test_the_card_names_licence_task_and_size(extract):
    from datasets import load_dataset_builder
    from huggingface_hub import DatasetCard

    folder = export(extract, "huggingface")
    said = DatasetCard.load(folder / "README.md").data
    assert (said.language, said.license, said.size_categories) == (["zh"], "other", ["n<1K"])
    assert said.task_categories == ["token-classification"]
    assert load_dataset_builder(str(folder)).config.name == "facts"


def test_a_split_is_the_splits_of_the_dataset(extract, articles, tmp_path, monkeypatch):
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    folder = str(export(extract, "huggingface", split="50/20/30"))
    found = datasets.load_dataset(folder, "documents", cache_dir=str(tmp_path / "cache"))
    assert set(found) <= {"train", "validation", "test"} and len(found) > 1
    ids = [i for part in found.values() for i in part["id"]]
    assert sorted(ids) == sorted(a.id for a in articles)
