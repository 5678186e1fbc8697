/** People by their numbers, as links, for places that know no more of them. */
import { Link } from "react-router";
import type { ReactNode } from "react";
import type { Pages } from "@/api/query";
import { More } from "@/ui/CursorTable";
import { Lines } from "@/ui/Page";
import { ProblemNotice } from "@/ui/ProblemNotice";

export function PeopleIds({ pages, empty }: { pages: Pages<number>; empty?: ReactNode }) {
  if (pages.isPending) return <Lines />;
  if (pages.isError) return <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.items.length === 0) return <>{empty}</>;
  return (
    <>
      <div className="row figures" style={{ gap: 6 }}>
        {pages.items.map((id) => <Link key={id} to={`/people/${id}`} className="chip">{id}</Link>)}
      </div>
      <More pages={pages} />
    </>
  );
}
